# @summary etcd: one voter in each zone holds the vote on who leads the database.
#
# Peers and clients authenticate with the node's certificate; clients also log in, and each may touch its own keys only.
# Membership belongs to the cluster: the member list in `/etc/default/etcd` counts at the first start only, and members come
# and go through etcdctl, one at a time.
#
# @param cluster
#   Name of the cluster, also its token: members of two environments never join each other.
# @param node
#   Name of this member.
# @param address
#   Address of this member.
# @param members
#   All voters.
# @param initial_state
#   `new` bootstraps the cluster; `existing` is for a member that `etcdctl member add` announced. Read at a member's first
#   start only: set it in overrides/nodes/ while a lost voter is replaced.
# @param root_password
#   Password of etcd's administrator.
# @param patroni_password
#   Password of Patroni, which keeps the database's leader here.
# @param leader_password
#   Password of the keepers that decide which node runs websocket and cron.
# @param prefixes
#   Where each user's keys are: it may read and write below, and nowhere else.
# @param heartbeat_interval
#   Milliseconds between heartbeats; the default fits zones less than 5 ms apart.
# @param election_timeout
#   Milliseconds of silence after which a voter calls an election.
# @param quota
#   Bytes that the key space may grow to; beyond, etcd raises an alarm and refuses writes.
# @param v2_api
#   Whether clients speak the old v2 API, for Patroni before 3.1. Its keys are in a store of their own that the logins do
#   not guard: there, the certificates and the firewall alone decide who may come in.
class profile::coordination (
  String[1]                             $cluster,
  String[1]                             $node,
  Stdlib::IP::Address::V4               $address,
  Array[Profile::Member, 1]             $members,
  Enum['new', 'existing']               $initial_state,
  Sensitive[Profile::Password]          $root_password,
  Sensitive[Profile::Password]          $patroni_password,
  Sensitive[Profile::Password]          $leader_password,
  Hash[String[1], Stdlib::Absolutepath] $prefixes,
  Integer[10]                           $heartbeat_interval,
  Integer[100]                          $election_timeout,
  Integer[1048576]                      $quota,
  Boolean                               $v2_api,
) {
  package { ['etcd-server', 'etcd-client']:
    ensure => installed,
  }

  # etcd reads its certificate again at every handshake: a renewed one needs no restart.
  profile::certificates::copy { 'etcd':
    require => Package['etcd-server'],
  }

  file { '/etc/default/etcd':
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0644',
    content => epp('profile/coordination/default.epp', {
      'cluster'            => $cluster,
      'node'               => $node,
      'address'            => $address,
      'members'            => $members,
      'initial_state'      => $initial_state,
      'heartbeat_interval' => $heartbeat_interval,
      'election_timeout'   => $election_timeout,
      'quota'              => $quota,
      'v2_api'             => $v2_api,
    }),
    require => Package['etcd-server'],
  }

  profile::unit { 'etcd.service.d/orogen.conf':
    content => file('profile/coordination/etcd.service.conf'),
    require => Package['etcd-server'],
  }

  # Restarting every voter after one change would cost the majority, so a changed file waits for the next planned restart.
  service { 'etcd':
    ensure  => running,
    enable  => true,
    require => [File['/etc/default/etcd'], Profile::Certificates::Copy['etcd'], Profile::Unit['etcd.service.d/orogen.conf']],
  }

  file { '/usr/local/sbin/orogen-etcdctl':
    ensure    => file,
    owner     => 'root',
    group     => 'root',
    mode      => '0500',
    show_diff => false,
    content   => epp('profile/coordination/etcdctl.sh.epp', { 'root_password' => $root_password }),
  }

  profile::converge { 'coordination-users':
    description => "etcd's users and the rights of each",
    after       => ['etcd.service'],
    script      => epp('profile/coordination/users.sh.epp', {
      'root_password' => $root_password,
      'passwords'     => { 'patroni' => $patroni_password, 'leader' => $leader_password },
      'prefixes'      => $prefixes,
    }),
    require     => Service['etcd'],
  }
}
