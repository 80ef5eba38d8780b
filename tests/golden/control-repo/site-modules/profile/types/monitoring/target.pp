# @summary The exporter of a service, and the nodes it runs on.
type Profile::Monitoring::Target = Struct[{
    service => String[1],
    scheme  => Enum['http', 'https'],
    port    => Stdlib::Port,
    path    => Stdlib::Absolutepath,
    members => Array[Profile::Member, 1],
}]
