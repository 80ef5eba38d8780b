# @summary One Redis: `redis-server@TITLE.service`, with `/etc/redis/redis-TITLE.conf`.
#
# @param port
#   Port it listens on.
# @param address
#   Address it listens on, beside the loopback, and that it tells Sentinel.
# @param primary
#   The member that is master when everything is new.
# @param monitor
#   Its name in Sentinel, where there is one.
# @param settings
#   Settings of the first start.
# @param users
#   Its users and their rights, as an ACL file.
# @param replication_password
#   Password with which it follows another master.
define profile::cache::instance (
  Stdlib::Port                              $port,
  Stdlib::IP::Address::V4                   $address,
  Profile::Member                           $primary,
  Optional[String[1]]                       $monitor,
  Hash[String[1], Variant[Integer, String]] $settings,
  Sensitive[String[1]]                      $users,
  Sensitive[Profile::Password]              $replication_password,
) {
  file {
    default:
      owner   => 'redis',
      group   => 'redis',
      require => Package['redis-server'],
      before  => Service["redis-server@${title}"],
      ;
    "/var/lib/redis/${title}":
      ensure => directory,
      mode   => '0750',
      ;
    # Redis owns it from its first start on: `replicaof` follows the failovers.
    "/etc/redis/redis-${title}.conf":
      ensure    => file,
      mode      => '0640',
      replace   => false,
      show_diff => false,
      content   => epp('profile/cache/redis.conf.epp', {
        'name'                 => $title,
        'port'                 => $port,
        'address'              => $address,
        'primary'              => $primary['address'],
        'settings'             => $settings,
        'replication_password' => $replication_password,
      }),
      ;
    "/etc/redis/${title}.acl":
      ensure    => file,
      owner     => 'root',
      mode      => '0640',
      show_diff => false,
      content   => $users,
      notify    => Exec['converge cache again'],
  }

  if $monitor {
    exec { "Redis ${title} follows the master of today":
      command     => "/usr/local/sbin/orogen-cache-follow /etc/redis/redis-${title}.conf ${monitor} ${port}",
      refreshonly => true,
      subscribe   => File["/etc/redis/redis-${title}.conf"],
      require     => File['/usr/local/sbin/orogen-cache-follow'],
      before      => Service["redis-server@${title}"],
    }
  }

  # Never restarted by Puppet: a master would hand over, or with a single node lose its cache.
  service { "redis-server@${title}":
    ensure => running,
    enable => true,
  }
}
