# @summary Redis twice on each node, one master each in the cluster, and a Sentinel that watches both.
#
# Redis and Sentinel rewrite their configuration at run time, so Puppet seeds these files once and never looks at them again:
# a run after a failover moves nothing back. What changes later reaches a running Redis through its own commands
# (orogen-converge-cache). The users stand in files of their own, which Redis reads when it starts.
#
# Between the nodes everything is in clear: predis, as OroCommerce's DSNs set it up, cannot speak TLS to a master that a
# sentinel named. The firewall lets nobody else in, and each login may do its own work only.
#
# @param address
#   Address of this member.
# @param members
#   All members. The first is master of both when everything is new. A single one has no Sentinel.
# @param instances
#   The two Redis, by name.
# @param sizes
#   Settings of each instance that follow from the node's memory, in bytes.
# @param least_replicas
#   Replicas that must follow the master of a durable instance; below, it refuses writes.
# @param replica_lag
#   Seconds of silence after which a replica no longer counts.
# @param sentinel_id
#   Identity of this node's Sentinel, 40 hexadecimal digits.
# @param sentinel_settings
#   Milliseconds until a silent master counts as down and until a failover is tried again; replicas that copy at a time.
# @param sentinel_metrics_port
#   Port of the metrics exporter of Sentinel.
# @param application_password
#   Password of OroCommerce, which logs in without a name: predis sends none.
# @param replication_password
#   Password of the user `replica`, with which replicas follow their master.
# @param sentinel_password
#   Password of the sentinels, at Redis and among each other.
# @param exporter_password
#   Password of the metrics exporter.
# @param administrator_password
#   Password of the user who may do everything.
class profile::cache (
  Stdlib::IP::Address::V4                   $address,
  Array[Profile::Member, 1]                 $members,
  Hash[String[1], Profile::Cache::Store, 1] $instances,
  Hash[String[1], Hash[String[1], Integer]] $sizes,
  Integer[0]                                $least_replicas,
  Integer[1]                                $replica_lag,
  Pattern[/\A[0-9a-f]{40}\z/]               $sentinel_id,
  Hash[String[1], Integer[1]]               $sentinel_settings,
  Stdlib::Port                              $sentinel_metrics_port,
  Sensitive[Profile::Password]              $application_password,
  Sensitive[Profile::Password]              $replication_password,
  Sensitive[Profile::Password]              $sentinel_password,
  Sensitive[Profile::Password]              $exporter_password,
  Sensitive[Profile::Password]              $administrator_password,
) {
  $watched = $members.length > 1
  $quorum  = $members.length / 2 + 1
  $secrets = {
    'application_password'   => $application_password,
    'replication_password'   => $replication_password,
    'sentinel_password'      => $sentinel_password,
    'exporter_password'      => $exporter_password,
    'administrator_password' => $administrator_password,
  }

  # A single node has no Sentinel that could name another master.
  $monitors = $watched ? {
    true    => Hash($instances.map |$name, $instance| { [$name, $instance['monitor']] }),
    default => {},
  }
  $sentinel_units = $watched ? {
    true    => ['redis-sentinel@oro.service'],
    default => [],
  }

  # Settings that the plan decides; the same for the first start and for a running Redis.
  $settings = $instances.reduce({}) |$all, $pair| {
    [$name, $instance] = $pair
    $replicas = $instance['durable'] ? {
      true  => { 'min-replicas-to-write' => $least_replicas, 'min-replicas-max-lag' => $replica_lag },
      false => {},
    }
    $all + { $name => $instance['settings'] + $sizes[$name] + $replicas }
  }

  profile::sysctl { 'cache':
    settings => {
      # A fork to write to disk would fail for want of memory that it never uses. Transparent huge pages, which would make each
      # fork copy far too much, Redis switches off for itself (disable-thp).
      'vm.overcommit_memory' => 1,
    },
  }

  package { ['redis-server', 'redis-sentinel', 'redis-tools', 'prometheus-redis-exporter']:
    ensure => installed,
  }

  # The packages' own instances: one Redis on the sessions' port, one exporter of nothing.
  service { ['redis-server', 'redis-sentinel', 'prometheus-redis-exporter']:
    ensure  => stopped,
    enable  => false,
    require => Package['redis-server', 'redis-sentinel', 'prometheus-redis-exporter'],
  }

  # Debian and Redis both ship templates of units, redis-server@ and redis-sentinel@; only what they lack is added.
  profile::unit { 'redis-server@.service.d/orogen.conf':
    content => file('profile/cache/redis.service.conf'),
    require => Package['redis-server'],
  }

  profile::unit { 'orogen-redis-exporter@.service':
    content => file('profile/cache/orogen-redis-exporter@.service'),
  }

  $instances.each |$name, $instance| {
    profile::cache::instance { $name:
      port                 => $instance['port'],
      address              => $address,
      primary              => $members[0],
      monitor              => $monitors[$name],
      settings             => $settings[$name],
      users                => epp('profile/cache/redis.acl.epp', $secrets),
      replication_password => $replication_password,
      require              => [
        Service['redis-server'],
        Profile::Sysctl['cache'],
        Profile::Unit['redis-server@.service.d/orogen.conf'],
      ],
      before               => Profile::Converge['cache'],
    }

    profile::cache::exporter { $name:
      address  => $address,
      port     => $instance['metrics_port'],
      target   => $instance['port'],
      user     => 'exporter',
      password => $exporter_password,
    }
  }

  if $watched {
    file { '/usr/local/sbin/orogen-cache-follow':
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0755',
      content => epp('profile/cache/follow.sh.epp', { 'address' => $address, 'members' => $members }),
      require => Package['redis-tools'],
    }

    profile::cache::sentinel { 'oro':
      address                => $address,
      primary                => $members[0],
      quorum                 => $quorum,
      identity               => $sentinel_id,
      monitored              => Hash($instances.map |$_name, $instance| { [$instance['monitor'], $instance['port']] }),
      settings               => $sentinel_settings,
      sentinel_password      => $sentinel_password,
      administrator_password => $administrator_password,
      require                => [Service['redis-sentinel'], Profile::Cache::Instance[$instances.keys]],
      before                 => Profile::Converge['cache'],
    }

    profile::cache::exporter { 'sentinel':
      address => $address,
      port    => $sentinel_metrics_port,
      target  => 26379,
    }
  }

  file { '/usr/local/sbin/orogen-redis-cli':
    ensure    => file,
    owner     => 'root',
    group     => 'root',
    mode      => '0500',
    show_diff => false,
    content   => epp('profile/cache/redis-cli.sh.epp', { 'administrator_password' => $administrator_password }),
  }

  profile::converge { 'cache':
    description => "Redis's and Sentinel's users, limits and timers",
    after       => $instances.keys.map |$name| { "redis-server@${name}.service" } + $sentinel_units,
    script      => epp('profile/cache/converge.sh.epp', {
      'members'                => $members,
      'instances'              => $instances,
      'settings'               => $settings,
      'watched'                => $watched,
      'quorum'                 => $quorum,
      'sentinel_settings'      => $sentinel_settings,
      'replication_password'   => $replication_password,
      'sentinel_password'      => $sentinel_password,
      'administrator_password' => $administrator_password,
    }),
  }
}
