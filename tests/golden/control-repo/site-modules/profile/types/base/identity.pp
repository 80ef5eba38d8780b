# @summary What a node is, for people and programs on it to read.
type Profile::Base::Identity = Struct[{
    name             => String[1],
    certname         => Stdlib::Fqdn,
    environment      => String[1],
    environment_type => String[1],
    type             => String[1],
    zone             => String[1],
    services         => Array[String[1]],
}]
