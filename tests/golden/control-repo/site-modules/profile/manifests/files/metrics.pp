# @summary What monitoring is told about MongoDB, through the node exporter.
class profile::files::metrics {
  $script = "${profile::files::scripts}/metrics.js"

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      ;
    $script:
      mode    => '0644',
      content => file('profile/files/metrics.js'),
      ;
    '/usr/local/sbin/orogen-files-metrics':
      mode      => '0500',
      show_diff => false,
      content   => epp('profile/files/metrics.sh.epp', {
        'script'              => $script,
        'monitoring_password' => $profile::files::monitoring_password,
      }),
  }

  profile::unit {
    'orogen-files-metrics.service':
      content => file('profile/files/orogen-files-metrics.service'),
      ;
    'orogen-files-metrics.timer':
      content => file('profile/files/orogen-files-metrics.timer'),
      notify  => Service['orogen-files-metrics.timer'],
  }

  service { 'orogen-files-metrics.timer':
    ensure  => running,
    enable  => true,
    require => [
      Profile::Unit['orogen-files-metrics.service'],
      File[$script, '/usr/local/sbin/orogen-files-metrics', '/etc/mongosh.conf'],
    ],
  }
}
