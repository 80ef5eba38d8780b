# @summary Redis twice on each node, one master each in the cluster, and a Sentinel that watches both.
#
# Redis and Sentinel rewrite their configuration at run time, so Puppet seeds these files once and never looks at them again:
# a run after a failover moves nothing back. What changes later reaches a running Redis through its own commands
# (orogen-converge-cache). The users stand in files of their own, which Redis only reads.
#
# @param address
#   Address of this member.
# @param members
#   All members. The first is master of both when everything is new. A single one has no Sentinel.
# @param instances
#   The two Redis, by name.
# @param memory
#   Most bytes of data in each instance.
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
# @param oro_password
#   Password of OroCommerce, which logs in without a name: predis sends none.
# @param replica_password
#   Password of replicas at their master.
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
  Hash[String[1], Integer[1048576]]         $memory,
  Integer[0]                                $least_replicas,
  Integer[1]                                $replica_lag,
  Pattern[/\A[0-9a-f]{40}\z/]               $sentinel_id,
  Hash[String[1], Integer[1]]               $sentinel_settings,
  Stdlib::Port                              $sentinel_metrics_port,
  Sensitive[Profile::Password]              $oro_password,
  Sensitive[Profile::Password]              $replica_password,
  Sensitive[Profile::Password]              $sentinel_password,
  Sensitive[Profile::Password]              $exporter_password,
  Sensitive[Profile::Password]              $administrator_password,
) {
  $watched = $members.length > 1
  $quorum  = $members.length / 2 + 1
  $secrets = {
    'oro_password'           => $oro_password,
    'replica_password'       => $replica_password,
    'sentinel_password'      => $sentinel_password,
    'exporter_password'      => $exporter_password,
    'administrator_password' => $administrator_password,
  }

  # Settings that the plan decides; the same for the first start and for a running Redis.
  $settings = $instances.reduce({}) |$all, $pair| {
    [$name, $instance] = $pair
    $replicas = $instance['durable'] ? {
      true  => { 'min-replicas-to-write' => $least_replicas, 'min-replicas-max-lag' => $replica_lag },
      false => {},
    }
    $all + { $name => $instance['settings'] + { 'maxmemory' => $memory[$name] } + $replicas }
  }

  profile::sysctl { 'cache':
    settings => {
      # A fork to write to disk would fail for want of memory that it never uses.
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

  profile::unit { 'redis-server@.service.d/orogen.conf':
    content => file('profile/cache/redis.service.conf'),
    require => Package['redis-server'],
  }

  profile::unit { 'orogen-redis-exporter@.service':
    content => file('profile/cache/orogen-redis-exporter@.service'),
  }

  $instances.each |$name, $instance| {
    profile::cache::instance { $name:
      port             => $instance['port'],
      address          => $address,
      primary          => $members[0],
      settings         => $settings[$name],
      users            => epp('profile/cache/redis.acl.epp', $secrets),
      replica_password => $replica_password,
      require          => [
        Service['redis-server'],
        Profile::Sysctl['cache'],
        Profile::Unit['redis-server@.service.d/orogen.conf'],
      ],
      before           => Profile::Converge['cache'],
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
    after       => $instances.keys.map |$name| { "redis-server@${name}.service" } + ['redis-sentinel@oro.service'],
    script      => epp('profile/cache/converge.sh.epp', {
      'instances'         => $instances,
      'settings'          => $settings,
      'watched'           => $watched,
      'quorum'            => $quorum,
      'sentinel_settings' => $sentinel_settings,
    } + $secrets),
  }
}
