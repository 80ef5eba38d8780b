# @summary Kernel settings that every node shares, limits of open files, and modules that nobody here needs.
#
# @param settings
#   sysctl settings of all nodes; a service adds its own with `profile::sysctl`.
# @param refused_modules
#   Kernel modules that are never loaded: network protocols without a user here and with a history of holes.
# @param open_files
#   Open files that a service may have unless its unit says otherwise: soft and hard limit.
class profile::base::kernel (
  Hash[String[1], Variant[Integer, String[1]], 1] $settings,
  Array[Pattern[/\A[a-z0-9_-]+\z/]]               $refused_modules,
  Tuple[Integer[1024], Integer[1024]]             $open_files,
) {
  profile::sysctl { 'base':
    settings => $settings,
  }

  if $profile::base::manage_kernel {
    file { '/etc/modprobe.d/orogen.conf':
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      content => epp('profile/base/modprobe.conf.epp', { 'modules' => $refused_modules }),
    }
  }

  file {
    default:
      owner => 'root',
      group => 'root',
      ;
    '/etc/systemd/system.conf.d':
      ensure => directory,
      mode   => '0755',
      ;
    '/etc/systemd/system.conf.d/orogen.conf':
      ensure  => file,
      mode    => '0644',
      content => epp('profile/base/system.conf.epp', { 'soft' => $open_files[0], 'hard' => $open_files[1] }),
      notify  => Exec['systemd reads its own configuration'],
  }

  # Services that run keep their limits until their next start.
  exec { 'systemd reads its own configuration':
    command     => 'systemctl daemon-reexec',
    path        => ['/usr/bin', '/bin'],
    refreshonly => true,
  }
}
