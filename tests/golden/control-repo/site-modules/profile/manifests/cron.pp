# @summary OroCommerce's cron, active on one node at a time.
#
# Each minute it puts the commands that are due into the message queue; two of it would put each there twice.
#
# @param longest_run
#   Seconds after which a run that does not end is ended: commands that run at once, not through the queue, are part of it.
class profile::cron (
  Integer[60] $longest_run,
) {
  include profile::application

  $script = '/usr/local/lib/orogen/cron'

  file {
    default:
      owner => 'root',
      group => 'root',
      mode  => '0755',
      ;
    '/usr/local/lib/orogen':
      ensure => directory,
      ;
    $script:
      ensure  => file,
      content => epp('profile/cron/cron.sh.epp', {
        'console'          => $profile::application::console,
        'environment'      => $profile::application::symfony_environment,
        'maintenance_lock' => $profile::application::maintenance_lock,
        'longest_run'      => $longest_run,
      }),
  }

  profile::leader::service { 'oro-cron':
    leadership  => 'cron',
    description => "OroCommerce's cron",
    command     => $script,
    subscribe   => File[$script],
  }
}
