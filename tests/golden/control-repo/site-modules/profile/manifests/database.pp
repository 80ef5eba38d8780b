# @summary PostgreSQL under Patroni: one leader, which etcd's majority names, and standbys that follow it.
#
# Three owners: `/etc/patroni/config.yml` holds what is this node's own and is Puppet's. What all members share lives among
# etcd's voters: it starts as `bootstrap.dcs`, and later changes reach it through Patroni's REST API. The data folder with
# its postgresql.conf and pg_hba.conf belongs to Patroni alone.
#
# @param scope
#   Name of the cluster.
# @param node
#   Name of this member.
# @param address
#   Address of this member.
# @param members
#   All members.
# @param bootstraps
#   Whether this member makes a new cluster when there is none yet; every other one clones.
# @param version
#   Major version of PostgreSQL.
# @param coordination_api
#   Which of etcd's APIs Patroni speaks.
# @param voters
#   The members of etcd.
# @param clients
#   Who may log in to the database oro, and from where.
# @param behaviour
#   Patroni's timers, and what it does when a member is lost.
# @param shared_settings
#   PostgreSQL's settings, the same on all members. One that needs a restart is marked as pending and waits for a planned
#   `patronictl restart --pending`.
# @param sizes
#   PostgreSQL's settings that follow from this node's memory, processors and disk.
# @param watchdog
#   Whether the kernel's watchdog resets a leader that hangs past its lease.
# @param archives
#   Whether WAL goes to a backup node.
# @param metrics_port
#   Port of the Prometheus exporter.
# @param oro_password
#   Password of OroCommerce's user, owner of the database oro.
# @param replicator_password
#   Password of the user that standbys stream with.
# @param rewind_password
#   Password of the user that pg_rewind reads the new leader with.
# @param backup_password
#   Password of the user that dumps the database.
# @param restore_password
#   Password of the user that restores it.
# @param coordination_password
#   Password of Patroni's user at etcd.
class profile::database (
  String[1]                                    $scope,
  String[1]                                    $node,
  Stdlib::IP::Address::V4                      $address,
  Array[Profile::Member, 1]                    $members,
  Boolean                                      $bootstraps,
  Pattern[/\A\d+\z/]                           $version,
  Enum['etcd', 'etcd3']                        $coordination_api,
  Array[Profile::Member, 1]                    $voters,
  Array[Profile::Database::Client]             $clients,
  Profile::Database::Behaviour                 $behaviour,
  Hash[String[1], Variant[Integer, String[1]]] $shared_settings,
  Hash[String[1], String[1]]                   $sizes,
  Enum['off', 'automatic', 'required']         $watchdog,
  Boolean                                      $archives,
  Stdlib::Port                                 $metrics_port,
  Sensitive[Profile::Password]                 $oro_password,
  Sensitive[Profile::Password]                 $replicator_password,
  Sensitive[Profile::Password]                 $rewind_password,
  Sensitive[Profile::Password]                 $backup_password,
  Sensitive[Profile::Password]                 $restore_password,
  Sensitive[Profile::Password]                 $coordination_password,
) {
  $shared = $behaviour + {
    'postgresql' => {
      'use_pg_rewind' => true,
      'use_slots'     => true,
      'parameters'    => $shared_settings,
    },
  }

  # python3-etcd by name: Patroni's dependency is satisfied by the client of any store, and then it finds none to speak to.
  package { ['patroni', 'python3-etcd']:
    ensure => installed,
  }

  ensure_resource('profile::postgresql', $version)

  profile::certificates::copy { 'postgres':
    require => Package["postgresql-${version}"],
    notify  => Service['patroni'],
  }

  # `patroni --validate-config` wants etcd to answer, which on a new environment it cannot yet.
  file { '/etc/patroni/config.yml':
    ensure       => file,
    owner        => 'postgres',
    group        => 'postgres',
    mode         => '0400',
    show_diff    => false,
    validate_cmd => '/usr/bin/python3 -c "import sys, yaml; yaml.safe_load(open(sys.argv[1]))" %',
    content      => epp('profile/database/config.yml.epp', {
      'scope'                 => $scope,
      'node'                  => $node,
      'address'               => $address,
      'members'               => $members,
      'bootstraps'            => $bootstraps,
      'version'               => $version,
      'coordination_api'      => $coordination_api,
      'voters'                => $voters,
      'clients'               => $clients,
      'shared'                => $shared,
      'sizes'                 => $sizes,
      'watchdog'              => $watchdog,
      'replicator_password'   => $replicator_password,
      'rewind_password'       => $rewind_password,
      'coordination_password' => $coordination_password,
    }),
    require      => Package['patroni', 'python3-etcd', "postgresql-${version}"],
    notify       => Service['patroni'],
  }

  profile::unit { 'patroni.service.d/orogen.conf':
    content => epp('profile/database/patroni.service.conf.epp', { 'watchdog' => $watchdog }),
    before  => Service['patroni'],
  }

  # Patroni alone starts and stops PostgreSQL. A restart of Patroni would fail over; a reload takes up whatever needs no
  # restart of PostgreSQL, certificates included, and marks the rest as pending.
  service { 'patroni':
    ensure  => running,
    enable  => true,
    restart => 'systemctl reload patroni.service',
  }

  profile::converge {
    default:
      after   => ['patroni.service'],
      require => Service['patroni'],
      ;
    'database-configuration':
      description => 'what all members of the database share, among the voters',
      script      => epp('profile/database/configuration.py.epp', { 'address' => $address, 'shared' => $shared }),
      ;
    'database-users':
      description => "the database's users, their rights, and the database itself",
      script      => epp('profile/database/users.sh.epp', {
        'oro_password'        => $oro_password,
        'backup_password'     => $backup_password,
        'restore_password'    => $restore_password,
        'replicator_password' => $replicator_password,
        'rewind_password'     => $rewind_password,
      }),
  }

  if $archives {
    contain profile::database::archive
  }

  package { 'prometheus-postgres-exporter':
    ensure => installed,
  }

  file {
    default:
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      require => Package['prometheus-postgres-exporter'],
      notify  => Service['prometheus-postgres-exporter'],
      ;
    '/etc/default/prometheus-postgres-exporter':
      content => epp('profile/database/exporter.epp', { 'address' => $address, 'port' => $metrics_port }),
      ;
    '/etc/orogen/postgres-exporter.yml':
      content => epp('profile/database/queries.yml.epp', { 'synchronous' => $behaviour['synchronous_mode'] }),
  }

  service { 'prometheus-postgres-exporter':
    ensure => running,
    enable => true,
  }
}
