# @summary Oracle Cloud: the image's own packet filter makes way for the environment's.
#
# Oracle's images load iptables rules at boot that reject everything but SSH, and a packet must pass both filters. What is worth
# keeping of them (only root reaches the disks' network) is in `profile::firewall::root_only`.
class profile::base::oci {
  package { ['iptables-persistent', 'netfilter-persistent']:
    ensure => absent,
  }

  # Gone packages leave their rules in the kernel until the next boot.
  exec { 'rules of the image let packets pass':
    command  => 'iptables --flush INPUT && iptables --flush FORWARD && ip6tables --flush INPUT && ip6tables --flush FORWARD',
    path     => ['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
    onlyif   => "command -v iptables && iptables --list-rules INPUT | grep --quiet -- '-j REJECT'",
    provider => shell,
    require  => Package['iptables-persistent', 'netfilter-persistent'],
  }
}
