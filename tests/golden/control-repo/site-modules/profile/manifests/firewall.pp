# @summary The packet filter: what no flow of this node's services names is dropped.
#
# One table of its own, replaced in a single transaction: no packet meets a half-loaded ruleset, and tables of others (a
# provider's agent, a drill that cuts a node off) stay. Everything out is allowed.
#
# @param flows
#   What is let in: from whom, to which port, why.
# @param ping_from
#   Networks whose ping is answered.
# @param root_only
#   Destinations that only root's processes may connect to.
class profile::firewall (
  Array[Profile::Firewall::Flow]       $flows,
  Array[Stdlib::IP::Address::V4::CIDR] $ping_from,
  Array[Profile::Firewall::Rootonly]   $root_only,
) {
  package { 'nftables':
    ensure => installed,
  }

  file { '/etc/nftables.conf':
    ensure       => file,
    owner        => 'root',
    group        => 'root',
    mode         => '0600',
    content      => epp('profile/firewall/nftables.conf.epp', {
      'flows'     => $flows,
      'ping_from' => $ping_from,
      'root_only' => $root_only,
    }),
    validate_cmd => '/usr/sbin/nft -c -f %',
    require      => Package['nftables'],
  }

  service { 'nftables':
    ensure  => running,
    enable  => true,
    require => File['/etc/nftables.conf'],
  }

  # Never through the service's restart: its stop flushes every ruleset of the node.
  exec { 'nftables reads its rules again':
    command     => 'nft -f /etc/nftables.conf',
    path        => ['/usr/sbin', '/usr/bin'],
    refreshonly => true,
    subscribe   => File['/etc/nftables.conf'],
    require     => Service['nftables'],
  }

  # The unit says "active" even after somebody flushed the table by hand.
  exec { 'nftables has its table':
    command => 'nft -f /etc/nftables.conf',
    path    => ['/usr/sbin', '/usr/bin'],
    unless  => 'nft list table inet orogen',
    require => Exec['nftables reads its rules again'],
  }
}
