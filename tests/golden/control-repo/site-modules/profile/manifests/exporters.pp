# @summary The node exporter, and a script that adds what it cannot see: certificates, the firewall, Puppet's own runs.
#
# The exporter of each service belongs to that service's profile.
#
# @param address
#   Address that the exporter listens on.
# @param collectors
#   Collectors beside the exporter's defaults.
# @param ignored_mounts
#   Regular expression of mount points that are no disks of the node.
# @param ignored_filesystems
#   Regular expression of filesystems that hold nothing of the node's own.
# @param interval
#   Minutes between runs of the script.
class profile::exporters (
  Stdlib::IP::Address::V4       $address,
  Array[Pattern[/\A[a-z_]+\z/]] $collectors,
  Pattern[/\A[^"\s]+\z/]        $ignored_mounts,
  Pattern[/\A[^"\s]+\z/]        $ignored_filesystems,
  Integer[1, 59]                $interval,
) {
  $directory = '/var/lib/prometheus/node-exporter'

  # What it recommends reads disks and boards (SMART, NVMe, IPMI) that virtual machines do not have: openipmi.service and
  # nvmf-autoconnect.service fail there at each boot.
  package { 'prometheus-node-exporter':
    ensure          => installed,
    install_options => ['--no-install-recommends'],
  }

  file { '/etc/default/prometheus-node-exporter':
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0644',
    content => epp('profile/exporters/node.epp', {
      'address'             => $address,
      'collectors'          => $collectors,
      'ignored_mounts'      => $ignored_mounts,
      'ignored_filesystems' => $ignored_filesystems,
      'directory'           => $directory,
    }),
    require => Package['prometheus-node-exporter'],
    notify  => Service['prometheus-node-exporter'],
  }

  profile::unit { 'prometheus-node-exporter.service.d/orogen.conf':
    content => file('profile/exporters/node-exporter.conf'),
    notify  => Service['prometheus-node-exporter'],
  }

  service { 'prometheus-node-exporter':
    ensure => running,
    enable => true,
  }

  file { '/usr/local/sbin/orogen-metrics':
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0755',
    content => epp('profile/exporters/metrics.epp', { 'directory' => $directory }),
  }

  profile::unit {
    'orogen-metrics.service':
      content => file('profile/exporters/orogen-metrics.service'),
      ;
    'orogen-metrics.timer':
      content => epp('profile/exporters/metrics.timer.epp', { 'interval' => $interval }),
      notify  => Service['orogen-metrics.timer'],
  }

  service { 'orogen-metrics.timer':
    ensure  => running,
    enable  => true,
    require => [
      Profile::Unit['orogen-metrics.service'],
      File['/usr/local/sbin/orogen-metrics'],
      Package['prometheus-node-exporter'],
    ],
  }
}
