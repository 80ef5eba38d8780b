# @summary Google Cloud: the guest agent stays, but makes no accounts and leaves the clock to chrony.
class profile::base::gcp {
  # Accounts from the project's metadata would be a second way in, beside the spec's administrators.
  file { '/etc/default/instance_configs.cfg':
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0644',
    content => file('profile/base/instance_configs.cfg'),
    notify  => Exec['guest agent reads its configuration'],
  }

  exec { 'guest agent reads its configuration':
    command     => 'systemctl try-restart google-guest-agent.service',
    path        => ['/usr/bin', '/bin'],
    onlyif      => 'systemctl cat google-guest-agent.service',
    refreshonly => true,
  }
}
