# @summary The Sentinel of the node: `redis-sentinel@TITLE.service`, with `/etc/redis/sentinel-TITLE.conf`.
#
# @param address
#   Address it listens on, beside the loopback, and that it tells the others.
# @param primary
#   The member that is master of everything when everything is new.
# @param quorum
#   Sentinels that must agree that a master is down.
# @param identity
#   Its identity, 40 hexadecimal digits.
# @param monitored
#   Name and port of each master.
# @param settings
#   Timers of each master.
# @param sentinel_password
#   Password of the sentinels, at Redis and among each other.
# @param administrator_password
#   Password of the user who may do everything.
define profile::cache::sentinel (
  Stdlib::IP::Address::V4       $address,
  Profile::Member               $primary,
  Integer[1]                    $quorum,
  Pattern[/\A[0-9a-f]{40}\z/]   $identity,
  Hash[String[1], Stdlib::Port] $monitored,
  Hash[String[1], Integer[1]]   $settings,
  Sensitive[Profile::Password]  $sentinel_password,
  Sensitive[Profile::Password]  $administrator_password,
) {
  profile::unit { 'redis-sentinel@.service.d/orogen.conf':
    content => file('profile/cache/redis.service.conf'),
    require => Package['redis-sentinel'],
    before  => Service["redis-sentinel@${title}"],
  }

  file {
    default:
      ensure    => file,
      mode      => '0640',
      show_diff => false,
      require   => Package['redis-sentinel'],
      before    => Service["redis-sentinel@${title}"],
      ;
    # Sentinel owns it from its first start on: masters, replicas and the other sentinels as it sees them.
    "/etc/redis/sentinel-${title}.conf":
      owner   => 'redis',
      group   => 'redis',
      replace => false,
      content => epp('profile/cache/sentinel.conf.epp', {
        'name'              => $title,
        'address'           => $address,
        'primary'           => $primary['address'],
        'quorum'            => $quorum,
        'identity'          => $identity,
        'monitored'         => $monitored,
        'settings'          => $settings,
        'sentinel_password' => $sentinel_password,
      }),
      ;
    '/etc/redis/sentinel.acl':
      owner   => 'root',
      group   => 'redis',
      content => epp('profile/cache/sentinel.acl.epp', {
        'sentinel_password'      => $sentinel_password,
        'administrator_password' => $administrator_password,
      }),
      notify  => Exec['converge cache again'],
  }

  $monitored.each |$monitor, $port| {
    exec { "Sentinel knows today's master of ${monitor}":
      command     => "/usr/local/sbin/orogen-cache-follow /etc/redis/sentinel-${title}.conf ${monitor} ${port}",
      refreshonly => true,
      subscribe   => File["/etc/redis/sentinel-${title}.conf"],
      require     => File['/usr/local/sbin/orogen-cache-follow'],
      before      => Service["redis-sentinel@${title}"],
    }
  }

  service { "redis-sentinel@${title}":
    ensure => running,
    enable => true,
  }
}
