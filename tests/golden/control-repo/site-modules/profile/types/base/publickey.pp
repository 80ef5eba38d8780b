# @summary An OpenSSH public key as one line, without options before it: options could undo what sshd's configuration forbids.
type Profile::Base::Publickey = Pattern[/\A(sk-)?(ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+\/]+={0,3}( [^\n]*)?\z/]
