# @summary etcd: one voter in each zone holds the vote on who leads the database.
#
# Peers and clients authenticate with the node's certificate. Membership belongs to the cluster: the member list in
# `/etc/default/etcd` counts at the first start only, and members come and go through etcdctl, one at a time.
#
# @param cluster
#   Name of the cluster, also its token: members of two environments never join each other.
# @param node
#   Name of this member.
# @param address
#   Address of this member.
# @param members
#   All voters.
# @param root_password
#   Password of etcd's administrator.
# @param patroni_password
#   Password of the user `patroni`, which may read and write below `key_prefix` and nowhere else.
# @param key_prefix
#   Where Patroni keeps its keys.
# @param heartbeat_interval
#   Milliseconds between heartbeats; the default fits zones less than 5 ms apart.
# @param election_timeout
#   Milliseconds of silence after which a voter calls an election.
class profile::coordination (
  String[1]                 $cluster,
  String[1]                 $node,
  Stdlib::IP::Address::V4   $address,
  Array[Profile::Member, 1] $members,
  Sensitive[String[1]]      $root_password,
  Sensitive[String[1]]      $patroni_password,
  Stdlib::Absolutepath      $key_prefix,
  Integer[10]               $heartbeat_interval,
  Integer[100]              $election_timeout,
) {
  package { ['etcd-server', 'etcd-client']:
    ensure => installed,
  }

  profile::certificates::copy { 'etcd':
    require => Package['etcd-server'],
    notify  => Service['etcd'],
  }

  file { '/etc/default/etcd':
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0644',
    content => epp('profile/coordination/default.epp', {
      'cluster'            => $cluster,
      'member'             => $node,
      'address'            => $address,
      'members'            => $members,
      'heartbeat_interval' => $heartbeat_interval,
      'election_timeout'   => $election_timeout,
    }),
    require => Package['etcd-server'],
  }

  # Restarting every voter after one change would cost the majority, so a changed file waits for the next planned restart.
  service { 'etcd':
    ensure  => running,
    enable  => true,
    require => File['/etc/default/etcd'],
  }

  profile::converge { 'coordination-users':
    description => "etcd's users and the rights of each",
    after       => ['etcd.service'],
    script      => epp('profile/coordination/users.sh.epp', {
      'root_password'    => $root_password,
      'patroni_password' => $patroni_password,
      'key_prefix'       => $key_prefix,
    }),
    require     => Service['etcd'],
  }
}
