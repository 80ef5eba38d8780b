# @summary Huge pages as this series of MongoDB wants them: its allocator reads the setting when mongod starts.
class profile::files::huge_pages {
  include profile::base

  if $profile::base::manage_kernel {
    file { '/etc/tmpfiles.d/orogen-files.conf':
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      content => epp('profile/files/tmpfiles.conf.epp', { 'huge_pages' => $profile::files::huge_pages }),
    }

    exec { 'systemd-tmpfiles --create /etc/tmpfiles.d/orogen-files.conf':
      path        => ['/usr/bin', '/bin'],
      refreshonly => true,
      subscribe   => File['/etc/tmpfiles.d/orogen-files.conf'],
    }
  }
}
