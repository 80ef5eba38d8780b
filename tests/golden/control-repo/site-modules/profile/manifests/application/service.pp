# @summary A unit that runs OroCommerce's code: always enabled, but started only outside maintenance.
#
# Whoever switched maintenance on stopped these units and starts them again; Puppet must not do it in between. A changed unit
# or configuration restarts it only where it runs.
#
# @param needs_release
#   Whether there is nothing to start before the first deploy.
# @param restart
#   How it takes up a changed configuration, if not by a restart.
define profile::application::service (
  Boolean             $needs_release = true,
  Optional[String[1]] $restart       = undef,
) {
  include profile::application

  $release = $needs_release ? {
    true  => " || ! test -e ${profile::application::current}/bin/console",
    false => '',
  }

  service { $title:
    enable  => true,
    restart => $restart,
  }

  exec { "start ${title}":
    command  => "systemctl start ${title}",
    unless   => "systemctl is-active --quiet ${title} || test -e ${profile::application::maintenance_lock}${release}",
    path     => ['/usr/bin', '/bin'],
    provider => shell,
    require  => Service[$title],
  }
}
