# @summary Security upgrades by themselves, in the maintenance window, without restarting anything that holds a vote.
#
# Only Debian's security updates come unattended. What belongs to a cluster is excluded by name: it is upgraded by people, one
# node after the other. needrestart reports which services still run old code and restarts none; nothing reboots by itself.
#
# @param window
#   The weekly maintenance window.
# @param held_packages
#   Package names and globs that are never upgraded unattended.
class profile::base::upgrades (
  Profile::Window                              $window,
  Array[Pattern[/\A[a-z0-9*][a-z0-9*+.-]*\z/]] $held_packages,
) {
  file {
    default:
      owner => 'root',
      group => 'root',
      mode  => '0644',
      ;
    ['/etc/needrestart', '/etc/needrestart/conf.d']:
      ensure => directory,
      mode   => '0755',
      ;
    '/etc/needrestart/conf.d/orogen.conf':
      ensure       => file,
      content      => file('profile/base/needrestart.conf'),
      validate_cmd => '/usr/bin/perl -c %',
  }

  # The configuration first: needrestart acts on every installation, its own included.
  package { ['needrestart', 'unattended-upgrades']:
    ensure  => installed,
    require => File['/etc/needrestart/conf.d/orogen.conf'],
  }

  file { '/etc/apt/apt.conf.d/70orogen-upgrades':
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0644',
    content => epp('profile/base/upgrades.conf.epp', { 'held_packages' => $held_packages }),
    require => Package['unattended-upgrades'],
  }

  profile::unit { 'apt-daily-upgrade.timer.d/orogen.conf':
    content => epp('profile/base/upgrades.timer.epp', { 'window' => $window }),
    notify  => Service['apt-daily-upgrade.timer'],
  }

  # apt-daily fetches the lists every day; only the installing waits for the window.
  service { ['apt-daily.timer', 'apt-daily-upgrade.timer']:
    ensure => running,
    enable => true,
  }
}
