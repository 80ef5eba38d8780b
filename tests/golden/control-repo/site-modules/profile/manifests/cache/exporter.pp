# @summary Metrics of one Redis or Sentinel of the node: `orogen-redis-exporter@TITLE.service`.
#
# @param address
#   Address it listens on.
# @param port
#   Port it listens on.
# @param target
#   Port of the Redis or Sentinel that it asks.
# @param user
#   User it logs in as; Sentinel tells without a login.
# @param password
#   That user's password.
define profile::cache::exporter (
  Stdlib::IP::Address::V4                $address,
  Stdlib::Port                           $port,
  Stdlib::Port                           $target,
  Optional[String[1]]                    $user     = undef,
  Optional[Sensitive[Profile::Password]] $password = undef,
) {
  # systemd reads it as root, before the exporter gives up its rights.
  file { "/etc/default/orogen-redis-exporter-${title}":
    ensure    => file,
    owner     => 'root',
    group     => 'root',
    mode      => '0400',
    show_diff => false,
    content   => epp('profile/cache/exporter.epp', {
      'address'  => $address,
      'port'     => $port,
      'target'   => $target,
      'user'     => $user,
      'password' => $password,
    }),
  }

  service { "orogen-redis-exporter@${title}":
    ensure    => running,
    enable    => true,
    require   => Package['prometheus-redis-exporter'],
    subscribe => [
      File["/etc/default/orogen-redis-exporter-${title}"],
      Profile::Unit['orogen-redis-exporter@.service'],
    ],
  }
}
