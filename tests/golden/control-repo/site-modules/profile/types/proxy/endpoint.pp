# @summary A store that clients on this node reach at 127.0.0.1:`listen`, and how its live members are told from the others.
#
# `check` is `tcp` or an HTTP request line without its version, asked over TLS; 200 means alive. `tls` says who
# encrypts: the proxy (`originate`), the client through the proxy (`passthrough`), nobody (`none`).
type Profile::Proxy::Endpoint = Struct[{
    listen     => Stdlib::Port,
    port       => Stdlib::Port,
    tls        => Enum['originate', 'passthrough', 'none'],
    check      => Pattern[/\Atcp\z/, /\A[A-Z]+ \/\S*\z/],
    check_port => Stdlib::Port,
    balance    => Enum['roundrobin', 'first', 'leastconn'],
    members    => Array[Profile::Member, 1],
}]
