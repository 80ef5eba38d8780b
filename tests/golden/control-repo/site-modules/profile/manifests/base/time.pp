# @summary The clock and the time zone. Certificates, votes and backups all rest on clocks that agree.
#
# @param servers
#   Time servers. A cloud's own comes alone: it smears leap seconds, and mixed with others it would look wrong.
# @param pools
#   Pools of time servers, where there is no server of the provider's.
# @param smeared
#   Whether the servers smear leap seconds themselves.
# @param leap_seconds
#   The directive that tells chrony of leap seconds: it depends on its version and on what tzdata ships.
# @param timezone
#   Time zone of the machine; schedules name their own.
class profile::base::time (
  Array[Stdlib::Host]                 $servers,
  Array[Stdlib::Host]                 $pools,
  Boolean                             $smeared,
  Pattern[/\Aleapsec(tz|list) \S+\z/] $leap_seconds,
  Pattern[/\A[A-Za-z0-9_+\/-]+\z/]    $timezone,
) {
  $leap_directive = $smeared ? {
    true    => undef,
    default => $leap_seconds,
  }

  package { ['chrony', 'tzdata']:
    ensure => installed,
  }

  file { '/etc/chrony/chrony.conf':
    ensure       => file,
    owner        => 'root',
    group        => 'root',
    mode         => '0644',
    content      => epp('profile/base/chrony.conf.epp', {
      'servers'      => $servers,
      'pools'        => $pools,
      'leap_seconds' => $leap_directive,
    }),
    validate_cmd => '/usr/sbin/chronyd -p -f %',
    require      => Package['chrony'],
    notify       => Service['chrony'],
  }

  # A container may not set the clock and chronyd does not start there, so it is only enabled.
  $chrony = $profile::base::manage_kernel ? {
    true    => running,
    default => undef,
  }

  service { 'chrony':
    ensure => $chrony,
    enable => true,
  }

  # Not timedatectl: from inside a container it steps the host's clock.
  file {
    '/etc/localtime':
      ensure  => link,
      target  => "/usr/share/zoneinfo/${timezone}",
      require => Package['tzdata'],
      ;
    '/etc/timezone':
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      content => "${timezone}\n",
  }
}
