# @summary A destination that only root's processes may connect to.
type Profile::Firewall::Rootonly = Struct[{
    destination => Stdlib::IP::Address::V4::CIDR,
    port        => Stdlib::Port,
    purpose     => Pattern[/\A[^"\\\n]{1,128}\z/],
}]
