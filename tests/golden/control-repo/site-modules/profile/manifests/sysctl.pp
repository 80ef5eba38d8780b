# @summary Kernel settings of one service: `/etc/sysctl.d/60-orogen-TITLE.conf`, loaded when they change.
#
# In a system container `vm.*` and `fs.*` are the machine's own: there `profile::base::manage_kernel` is false and nothing is
# written.
#
# @param settings
#   Key and value of each setting, as sysctl names them.
define profile::sysctl (
  Hash[Pattern[/\A[a-z0-9_.-]+\z/], Variant[Integer, String[1]], 1] $settings,
) {
  include profile::base

  if $profile::base::manage_kernel {
    $path = "/etc/sysctl.d/60-orogen-${title}.conf"

    file { $path:
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      content => epp('profile/base/sysctl.conf.epp', { 'title' => $title, 'settings' => $settings }),
    }

    # Asked for each run: a setting changed by hand is set back, and one that failed is tried again.
    exec { "sysctl of ${title}":
      command  => "sysctl --quiet --load=${path}",
      path     => ['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
      unless   => $settings.map |$key, $value| { "test \"$(sysctl -n ${key} | tr -s '[:space:]' ' ' | sed 's/ $//')\" = '${value}'" }.join(' && '),
      provider => shell,
      require  => File[$path],
    }
  }
}
