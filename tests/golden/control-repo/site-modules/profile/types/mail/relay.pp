# @summary An upstream relay. Without `user` it is told no password.
type Profile::Mail::Relay = Struct[{
    host => Stdlib::Host,
    port => Stdlib::Port,
    user => Optional[Pattern[/\A[^:\s]+\z/]],
}]
