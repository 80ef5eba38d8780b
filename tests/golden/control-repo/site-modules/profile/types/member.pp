# @summary A member of a cluster, as every profile of the cluster is told about its peers.
type Profile::Member = Struct[{
    name    => String[1],
    address => Stdlib::IP::Address::V4,
    zone    => String[1],
}]
