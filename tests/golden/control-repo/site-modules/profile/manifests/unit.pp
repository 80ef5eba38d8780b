# @summary A systemd unit, or a drop-in of one: `/etc/systemd/system/TITLE`.
#
# @param content
#   The unit's text.
define profile::unit (
  Variant[String[1], Sensitive[String[1]]] $content,
) {
  if '.d/' in $title {
    $directory = dirname("/etc/systemd/system/${title}")

    ensure_resource('file', $directory, {
      'ensure' => 'directory',
      'owner'  => 'root',
      'group'  => 'root',
      'mode'   => '0755',
    })
  }

  file { "/etc/systemd/system/${title}":
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0644',
    content => $content,
  }

  # Puppet reloads systemd by itself before it starts a service it manages; timers and templates need this.
  exec { "systemd reads ${title}":
    command     => 'systemctl daemon-reload',
    path        => ['/usr/bin', '/bin'],
    refreshonly => true,
    subscribe   => File["/etc/systemd/system/${title}"],
  }
}
