# @summary Who may log in: administrators with their keys, over SSH, and nobody else.
#
# Keys stand in /etc/ssh/authorized_keys.d, owned by root, and sshd reads no other place: what somebody adds to a home
# directory, or a cloud's agent puts there, opens nothing. Who leaves the list loses key, group, sessions and account at once;
# the home directory stays.
#
# @param administrators
#   Login name and public keys of each administrator.
# @param group
#   The group of all administrators: sshd lets only its members in, sudo obeys only them.
# @param key_exchanges
#   Key exchange algorithms, most wanted first.
# @param ciphers
#   Ciphers, most wanted first.
# @param macs
#   Message authentication codes, most wanted first.
# @param key_algorithms
#   Public key algorithms that administrators may log in with.
class profile::base::access (
  Hash[Profile::Base::Username, Array[Profile::Base::Publickey, 1]] $administrators,
  Profile::Base::Username                                          $group,
  Array[String[1], 1]                                              $key_exchanges,
  Array[String[1], 1]                                              $ciphers,
  Array[String[1], 1]                                              $macs,
  Array[String[1], 1]                                              $key_algorithms,
) {
  $keys = '/etc/ssh/authorized_keys.d'

  package { ['openssh-server', 'sudo']:
    ensure => installed,
  }

  group { $group:
    ensure => present,
  }

  # `*` is no password but not a lock either: sshd refuses locked accounts even with the right key. An expiry is what
  # orogen-administrators sets on who left; who comes back has none.
  $administrators.each |$name, $_keys| {
    user { $name:
      ensure     => present,
      shell      => '/bin/bash',
      managehome => true,
      password   => '*',
      expiry     => absent,
      require    => Group[$group],
      before     => Exec['administrators are exactly these'],
    }
  }

  file {
    default:
      owner => 'root',
      group => 'root',
      ;
    $keys:
      ensure  => directory,
      mode    => '0755',
      purge   => true,
      recurse => true,
      force   => true,
      require => Package['openssh-server'],
      ;
    '/usr/local/sbin/orogen-administrators':
      ensure  => file,
      mode    => '0755',
      content => epp('profile/base/administrators.epp', { 'group' => $group }),
      ;
    '/etc/sudoers.d/orogen':
      ensure       => file,
      mode         => '0440',
      content      => epp('profile/base/sudoers.epp', { 'group' => $group }),
      validate_cmd => '/usr/sbin/visudo -c -q -f %',
      require      => Package['sudo'],
  }

  $administrators.each |$name, $public_keys| {
    file { "${keys}/${name}":
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      content => "${public_keys.join("\n")}\n",
    }
  }

  $names = $administrators.keys.sort.join(' ')
  exec { 'administrators are exactly these':
    command => "orogen-administrators set ${names}",
    path    => ['/usr/local/sbin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'],
    unless  => "orogen-administrators check ${names}",
    require => [File['/usr/local/sbin/orogen-administrators', $keys], Group[$group]],
  }

  # Before 50-cloud-init.conf in the alphabet: in sshd's configuration the first value of a setting wins. The check reads it in
  # front of the whole configuration, as sshd does; sshd wants its run-time directory even for that.
  file { '/etc/ssh/sshd_config.d/10-orogen.conf':
    ensure       => file,
    owner        => 'root',
    group        => 'root',
    mode         => '0644',
    content      => epp('profile/base/sshd.conf.epp', {
      'group'          => $group,
      'keys'           => $keys,
      'key_exchanges'  => $key_exchanges,
      'ciphers'        => $ciphers,
      'macs'           => $macs,
      'key_algorithms' => $key_algorithms,
    }),
    validate_cmd => "/bin/sh -c 'mkdir -p /run/sshd && cat % /etc/ssh/sshd_config | /usr/sbin/sshd -t -f /dev/stdin'",
    require      => [Package['openssh-server'], Exec['administrators are exactly these']],
    notify       => Service['ssh'],
  }

  # Open sessions outlive a restart.
  service { 'ssh':
    ensure => running,
    enable => true,
  }
}
