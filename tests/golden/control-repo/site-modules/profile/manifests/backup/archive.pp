# @summary The place for the database's WAL and its base backups: pgBackRest on the backup node.
#
# Its server takes WAL from the leader over TLS and puts it, encrypted, beside the sets. Base backups are read through
# pgBackRest's servers on the database's nodes, from the one that leads. All of it runs as a user of its own.
#
# @param address
#   Address of this node.
# @param port
#   Port of pgBackRest's server here.
# @param member_port
#   Port of pgBackRest's servers on the database's nodes.
# @param repository
#   Where it stores, in pgBackRest's own options.
# @param days
#   For how many days the database comes back to any moment.
# @param members
#   The database's nodes, by the names in their certificates.
# @param cluster
#   Name of the database's cluster.
# @param beside_database
#   Whether the database runs on this node too, and so the unit of pgBackRest's package.
# @param calendar
#   When is looked whether WAL is missing or a base backup due, in systemd's words.
class profile::backup::archive (
  Stdlib::IP::Address::V4                              $address,
  Stdlib::Port                                         $port,
  Stdlib::Port                                         $member_port,
  Hash[Pattern[/\Arepo1-[a-z0-9-]+\z/], String[1]]     $repository,
  Integer[1]                                           $days,
  Array[Stdlib::Fqdn, 1]                               $members,
  String[1]                                            $cluster,
  Boolean                                              $beside_database,
  String[1]                                            $calendar,
) {
  $user      = 'orogen-backup'
  $directory = '/etc/orogen/archive'
  $state     = '/var/lib/orogen-archive'
  $moment    = '/var/lib/orogen-moment'
  $version   = $profile::backup::postgresql_version

  ensure_resource('profile::postgresql', $version)
  ensure_resource('package', 'pgbackrest', { 'ensure' => 'installed' })

  group { $user:
    ensure => present,
    system => true,
  }

  user { $user:
    ensure => present,
    system => true,
    gid    => $user,
    home   => '/nonexistent',
    shell  => '/usr/sbin/nologin',
  }

  profile::certificates::copy { $user:
    require => User[$user],
  }

  # One key opens the sets and this: who has it and the bucket has all that there is.
  $opens   = $profile::backup::secrets.unwrap
  $names   = {
    'repo1-cipher-pass'   => 'RESTIC_PASSWORD',
    'repo1-s3-key'        => 'AWS_ACCESS_KEY_ID',
    'repo1-s3-key-secret' => 'AWS_SECRET_ACCESS_KEY',
  }
  $known   = $names.filter |$_option, $name| { $name in $opens }
  $secrets = $known.reduce({}) |$memo, $pair| { $memo + { $pair[0] => Sensitive($opens[$pair[1]]) } }
  $options = {
    'address'     => $address,
    'port'        => $port,
    'member_port' => $member_port,
    'repository'  => $repository,
    'secrets'     => $secrets,
    'days'        => $days,
    'members'     => $members,
    'user'        => $user,
    'state'       => $state,
  }

  file {
    default:
      owner => 'root',
      group => $user,
      ;
    $directory:
      ensure  => directory,
      mode    => '0750',
      purge   => true,
      recurse => true,
      ;
    [$state, $moment]:
      ensure => directory,
      owner  => $user,
      mode   => '0750',
      ;
    "${directory}/pgbackrest.conf":
      ensure    => file,
      mode      => '0440',
      show_diff => false,
      content   => epp('profile/backup/pgbackrest.conf.epp', $options + {
        'data' => "/var/lib/postgresql/${version}/${cluster}",
      }),
      ;
    "${directory}/members":
      ensure  => file,
      mode    => '0440',
      content => "${members.join("\n")}\n",
      ;
    # The same repository, read for a server on this node.
    "${directory}/moment.conf":
      ensure    => file,
      mode      => '0440',
      show_diff => false,
      content   => epp('profile/backup/pgbackrest.conf.epp', $options + {
        'members' => [],
        'data'    => "${moment}/data",
      }),
  }

  if $profile::backup::login == 'google' {
    file { "${directory}/google.json":
      ensure    => file,
      owner     => 'root',
      group     => $user,
      mode      => '0440',
      show_diff => false,
      content   => epp('profile/backup/key.epp', { 'private_key' => $profile::backup::google::private_key }),
      before    => Service['orogen-archive'],
    }
  }

  if $repository['repo1-type'] == 'posix' {
    $place = $repository['repo1-path']
    # restic makes its own part of the folder, for root alone; this user has to pass.
    exec { 'a folder for WAL beside the sets':
      command => "install --directory --mode=0711 ${dirname($place)} && install --directory --owner=${user} --group=${user} --mode=0750 ${place}",
      unless  => "runuser --user ${user} -- test -w ${place}",
      path    => ['/usr/sbin', '/usr/bin', '/sbin', '/bin'],
      require => User[$user],
      before  => Service['orogen-archive'],
    }
  }

  profile::unit {
    'orogen-archive.service':
      content => epp('profile/backup/archive.service.epp', { 'user' => $user, 'directory' => $directory }),
      notify  => Service['orogen-archive'],
      ;
    'orogen-backup-base.service':
      content => epp('profile/backup/service.epp', {
        'description' => 'Base backup of the database, where one is due or WAL is missing',
        'command'     => 'base',
        'options'     => '--if-due',
        'timeout'     => '12h',
      }),
      require => File['/usr/local/sbin/orogen-backup'],
      ;
    'orogen-backup-base.timer':
      content => epp('profile/backup/timer.epp', {
        'description' => 'Hourly look at the WAL of the database, and a base backup each night',
        'calendar'    => $calendar,
      }),
      notify  => Service['orogen-backup-base.timer'],
  }

  service { 'orogen-archive':
    ensure    => running,
    enable    => true,
    restart   => 'systemctl reload orogen-archive.service',
    require   => Package['pgbackrest'],
    subscribe => [File["${directory}/pgbackrest.conf"], Profile::Certificates::Copy[$user]],
  }

  # The package's own unit has nothing to serve here, and would fail once a second.
  unless $beside_database {
    service { 'pgbackrest':
      ensure  => stopped,
      enable  => false,
      require => Package['pgbackrest'],
    }
  }

  service { 'orogen-backup-base.timer':
    ensure  => running,
    enable  => true,
    require => Profile::Unit['orogen-backup-base.service'],
  }

  profile::converge { 'archive':
    description => "a place for this database's WAL, and a first segment in it",
    script      => epp('profile/backup/archive.sh.epp'),
    after       => ['orogen-archive.service', 'haproxy.service'],
    require     => [Service['orogen-archive'], File['/usr/local/sbin/orogen-backup', '/etc/orogen/backup/environment']],
  }
}
