# @summary How long logs are kept, and how much of the disk they may take.
#
# @param keep_days
#   Days that journal and log files are kept.
# @param journal_size
#   Most that the journal takes, in systemd's units.
# @param free_space
#   What the journal always leaves free, in systemd's units.
class profile::base::logs (
  Integer[1]                  $keep_days,
  Pattern[/\A[0-9]+[KMGT]\z/] $journal_size,
  Pattern[/\A[0-9]+[KMGT]\z/] $free_space,
) {
  package { 'logrotate':
    ensure => installed,
  }

  file {
    default:
      owner => 'root',
      group => 'root',
      mode  => '0644',
      ;
    '/etc/systemd/journald.conf.d':
      ensure => directory,
      mode   => '0755',
      ;
    '/etc/systemd/journald.conf.d/orogen.conf':
      ensure  => file,
      content => epp('profile/base/journald.conf.epp', {
        'keep_days'    => $keep_days,
        'journal_size' => $journal_size,
        'free_space'   => $free_space,
      }),
      notify  => Exec['journald reads its configuration'],
      ;
    # Defaults only: each package and profile has its own file in logrotate.d.
    '/etc/logrotate.conf':
      ensure       => file,
      content      => epp('profile/base/logrotate.conf.epp', { 'keep_days' => $keep_days }),
      validate_cmd => '/usr/sbin/logrotate --debug --state /dev/null %',
      require      => Package['logrotate'],
  }

  # The open connections of services are handed over: no line is lost.
  exec { 'journald reads its configuration':
    command     => 'systemctl restart systemd-journald',
    path        => ['/usr/bin', '/bin'],
    refreshonly => true,
  }
}
