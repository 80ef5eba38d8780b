# @summary How WAL reaches the backup node, and who may read a base backup here: pgBackRest on a database node.
#
# PostgreSQL calls pgBackRest for each segment (`archive_command`). While the backup node is away segments wait in pg_wal, up
# to a limit. Base backups are read through pgBackRest's server here, over TLS with the environment's certificates.
#
# @param host
#   The backup node, by the name in its certificate.
# @param host_port
#   Port of pgBackRest's server there.
# @param port
#   Port of pgBackRest's server here.
# @param queue
#   How much WAL may wait; what is beyond it is thrown away, and noticed on the backup node.
class profile::database::archive (
  Stdlib::Fqdn           $host,
  Stdlib::Port           $host_port,
  Stdlib::Port           $port,
  Pattern[/\A\d+MiB\z/] $queue,
) {
  $version = $profile::database::version
  $scope   = $profile::database::scope

  ensure_resource('package', 'pgbackrest', { 'ensure' => 'installed' })

  file { '/etc/pgbackrest.conf':
    ensure  => file,
    owner   => 'root',
    group   => 'postgres',
    mode    => '0640',
    content => epp('profile/database/pgbackrest.conf.epp', {
      'host'      => $host,
      'host_port' => $host_port,
      'address'   => $profile::database::address,
      'port'      => $port,
      'queue'     => $queue,
      'data'      => "/var/lib/postgresql/${version}/${scope}",
    }),
    require => Package['pgbackrest', "postgresql-${version}"],
  }

  # The package's own unit. It takes up another configuration and other certificates while it serves.
  service { 'pgbackrest':
    ensure    => running,
    enable    => true,
    restart   => 'systemctl reload pgbackrest.service',
    subscribe => [File['/etc/pgbackrest.conf'], Profile::Certificates::Copy['postgres']],
  }
}
