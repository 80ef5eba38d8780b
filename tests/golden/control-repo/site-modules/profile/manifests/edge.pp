# @summary How the world reaches the shop: through a Cloudflare tunnel, or through Google's load balancer.
#
# The tunnel is dialled from the web node, so nothing here listens to the world. Google's load balancer comes from outside and
# needs no program on the node: nginx and the firewall know its networks.
#
# @param kind
#   Which of the two.
# @param listen
#   Where nginx waits for the edge, in nginx's own words.
# @param networks
#   Networks that the edge comes from; none where it is on the node itself.
class profile::edge (
  Enum['cloudflare', 'gcp']            $kind,
  Pattern[/\A(\d+\.\d+\.\d+\.\d+:)?\d+\z/] $listen,
  Array[Stdlib::IP::Address::V4::CIDR] $networks,
) {
  if $kind == 'cloudflare' {
    contain profile::edge::cloudflare
  }
}
