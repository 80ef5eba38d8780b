# @summary A node as the message of the day shows it.
type Profile::Maintenance::Node = Struct[{
    name     => String[1],
    address  => Stdlib::IP::Address::V4,
    zone     => String[1],
    services => Array[String[1]],
}]
