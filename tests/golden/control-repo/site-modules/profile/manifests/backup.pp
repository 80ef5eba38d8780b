# @summary Hourly backup sets of database, media and revision in an encrypted restic repository.
#
# `orogen-backup` does the work, from timers or by hand. It makes the repository at its first run, so this profile needs no
# network.
#
# @param environment_name
#   Name of the environment: sets of several may share a repository.
# @param environment_type
#   Type of the environment: sets of others are never restored into production.
# @param release
#   OroCommerce's release, for the manifest of each set: a set is restored where the same release runs.
# @param url
#   Address of the shop, which a restore asks at its end.
# @param console
#   How OroCommerce's console is called on this node; empty on one without the application.
# @param repository
#   The repository as restic names it.
# @param login
#   What opens the repository's place beside the variables: a key in a class of its own, or nothing.
# @param variables
#   Variables that restic wants for the repository's place.
# @param secrets
#   The same, those that are secret: the repository's key among them.
# @param timezone
#   Where it must be Sunday for a weekly set.
# @param kept
#   How long each tier is kept.
# @param minute
#   Minute of the hour when a set is begun.
# @param active
#   Whether timers make sets at all: not while the environment stands by for another region.
# @param stands_by
#   Whether another node makes the sets, and this one only those that are missing.
# @param archives
#   Whether this node keeps the database's WAL, from which it comes back to any moment.
# @param wait
#   Seconds that a run waits for stores that are not up yet, as after a boot.
# @param check_calendar
#   When the repository is checked each week, in systemd's words.
# @param verify_calendar
#   When the newest set is restored beside what is live, and removed again, in systemd's words.
# @param check_parts
#   Weeks within which all data has been read once.
# @param postgresql_version
#   Major version of the database.
# @param files_members
#   The file store's members as HOST:PORT; none where the environment has no file store.
# @param files_databases
#   Databases of the file store.
# @param database_exporters
#   The node exporters of the database's nodes, `address:port`: they tell how much disk is free.
# @param files_exporters
#   The same of the file store's nodes.
# @param database_password
#   Password of the database's user `backup`.
# @param files_password
#   Password of the file store's user `backup`.
# @param restore_password
#   Password of the database's user `restore`.
# @param files_restore_password
#   Password of the file store's user `restore`.
class profile::backup (
  String[1]                                                  $environment_name,
  String[1]                                                  $environment_type,
  String[1]                                                  $release,
  Stdlib::HTTPUrl                                            $url,
  String                                                     $console,
  String[1]                                                  $repository,
  Enum['none', 's3', 'sftp', 'google']                       $login,
  Hash[Profile::Application::Variable, String[1]]            $variables,
  Sensitive[Hash[Profile::Application::Variable, String[1]]] $secrets,
  String[1]                                                  $timezone,
  Profile::Backup::Kept                                      $kept,
  Integer[0, 59]                                             $minute,
  Boolean                                                    $active,
  Boolean                                                    $stands_by,
  Boolean                                                    $archives,
  Integer[0, 3600]                                           $wait,
  String[1]                                                  $check_calendar,
  String[1]                                                  $verify_calendar,
  Integer[1, 52]                                             $check_parts,
  Pattern[/\A\d+\z/]                                         $postgresql_version,
  Array[Pattern[/\A[^\s:,\/]+:\d+\z/]]                       $files_members,
  Array[Pattern[/\A\w+\z/]]                                  $files_databases,
  Array[Pattern[/\A[^\s:,\/]+:\d+\z/]]                       $database_exporters,
  Array[Pattern[/\A[^\s:,\/]+:\d+\z/]]                       $files_exporters,
  Sensitive[Profile::Password]                               $database_password,
  Sensitive[Optional[Profile::Password]]                     $files_password,
  Sensitive[Profile::Password]                               $restore_password,
  Sensitive[Optional[Profile::Password]]                     $files_restore_password,
) {
  $directory = '/etc/orogen/backup'
  $state     = '/var/lib/orogen-backup'
  $cache     = '/var/cache/orogen-backup'
  $program   = '/usr/local/lib/orogen-backup'

  $media     = $files_members.empty ? {
    true    => { 'databases' => [], 'tools' => [] },
    default => { 'databases' => $files_databases, 'tools' => ['mongodb-database-tools', 'mongodb-mongosh'] },
  }

  $tools = ['python3', 'restic', 'jq', "postgresql-client-${postgresql_version}"] + $media['tools']
  # On a small environment other profiles of this node may have brought a tool along already.
  $missing = $tools.filter |$name| { !defined(Package[$name]) }
  package { $missing:
    ensure => installed,
  }

  $settings = {
    'BACKUP_ARCHIVE'        => '/etc/orogen/archive',
    'BACKUP_CACHE'          => $cache,
    'BACKUP_CHECK_PARTS'    => String($check_parts),
    'BACKUP_CONSOLE'        => $console,
    'BACKUP_DATABASE_NODES' => $database_exporters.join(' '),
    'BACKUP_FILES'          => $media['databases'].join(' '),
    'BACKUP_FILES_NODES'    => $files_exporters.join(' '),
    'BACKUP_HOST'           => $environment_name,
    'BACKUP_HOURLY'         => $kept['hourly'],
    'BACKUP_MAINTENANCE'    => '/usr/local/sbin/oro-maintenance',
    'BACKUP_METRICS'        => '/var/lib/prometheus/node-exporter',
    'BACKUP_MOMENT'         => '/var/lib/orogen-moment',
    'BACKUP_MONTHLY'        => $kept['monthly'],
    'BACKUP_POSTGRESQL'     => "/usr/lib/postgresql/${postgresql_version}/bin",
    'BACKUP_RELEASE'        => $release,
    'BACKUP_STATE'          => $state,
    'BACKUP_TIMEZONE'       => $timezone,
    'BACKUP_TYPE'           => $environment_type,
    'BACKUP_URL'            => $url,
    'BACKUP_WAIT'           => String($wait),
    'BACKUP_WEEKLY'         => $kept['weekly'],
    # pg_dump of the server's own version: an older one refuses the server.
    'PATH'                  => "/usr/lib/postgresql/${postgresql_version}/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    'PGDATABASE'            => 'oro',
    'PGHOST'                => '127.0.0.1',
    'PGPASSFILE'            => "${directory}/pgpass",
    'PGPORT'                => '15432',
    'PGSSLMODE'             => 'verify-ca',
    'PGSSLROOTCERT'         => '/etc/orogen/tls/authority.pem',
    'PGUSER'                => 'backup',
    'RESTIC_REPOSITORY'     => $repository,
  }

  file {
    default:
      owner => 'root',
      group => 'root',
      ;
    [$state, $cache]:
      ensure => directory,
      mode   => '0700',
      ;
    $directory:
      ensure  => directory,
      mode    => '0700',
      purge   => true,
      recurse => true,
      ;
    # Lines that a shell reads: a run by hand has the same settings as one by a timer.
    "${directory}/environment":
      mode      => '0400',
      show_diff => false,
      content   => profile::dotenv($secrets, $settings + $variables),
      ;
    "${directory}/pgpass":
      mode      => '0400',
      show_diff => false,
      content   => epp('profile/backup/pgpass.epp', {
        'password'         => $database_password,
        'restore_password' => $restore_password,
      }),
      ;
    $program:
      ensure  => directory,
      mode    => '0644',
      recurse => true,
      purge   => true,
      force   => true,
      ignore  => '__pycache__',
      source  => 'puppet:///modules/profile/backup/lib',
      ;
    '/usr/local/sbin/orogen-backup':
      mode    => '0755',
      content => file('profile/backup/orogen-backup'),
  }

  unless $files_members.empty {
    # The whole address is in the file: a password on the command line is for all to see.
    file {
      default:
        owner     => 'root',
        group     => 'root',
        mode      => '0400',
        show_diff => false,
        ;
      "${directory}/mongodump.yaml":
        content => epp('profile/backup/mongodb.yaml.epp', {
          'user'     => 'backup',
          'members'  => $files_members,
          'password' => $files_password,
          'reads'    => 'primaryPreferred',
        }),
        ;
      "${directory}/mongorestore.yaml":
        content => epp('profile/backup/mongodb.yaml.epp', {
          'user'     => 'restore',
          'members'  => $files_members,
          'password' => $files_restore_password,
          'reads'    => 'primary',
        }),
    }
  }

  case $login {
    'sftp':   { contain profile::backup::sftp }
    'google': { contain profile::backup::google }
    default:  {}
  }

  if $archives {
    contain profile::backup::archive
  }

  $create = $stands_by ? {
    true    => '--if-due',
    default => '',
  }

  profile::unit {
    default:
      require => [Package[$tools], File['/usr/local/sbin/orogen-backup', $program, "${directory}/environment"]],
      ;
    'orogen-backup.service':
      content => epp('profile/backup/service.epp', {
        'description' => 'Backup set of database and media',
        'command'     => 'create',
        'options'     => $create,
        'timeout'     => '3h',
      }),
      ;
    'orogen-backup.timer':
      content => epp('profile/backup/timer.epp', {
        'description' => 'Hourly backup set',
        # In UTC each hour comes once, also where clocks are put back.
        'calendar'    => sprintf('*-*-* *:%02d:00 UTC', $minute),
      }),
      notify  => Service['orogen-backup.timer'],
      ;
    'orogen-backup-check.service':
      content => epp('profile/backup/service.epp', {
        'description' => 'Check of the backup repository',
        'command'     => 'check',
        'timeout'     => '12h',
      }),
      ;
    'orogen-backup-check.timer':
      content => epp('profile/backup/timer.epp', {
        'description' => 'Weekly check of the backup repository',
        'calendar'    => $check_calendar,
      }),
      notify  => Service['orogen-backup-check.timer'],
      ;
    'orogen-backup-verify.service':
      content => epp('profile/backup/service.epp', {
        'description' => 'Whether the newest backup set can be restored',
        'command'     => 'verify',
        'timeout'     => '6h',
      }),
      ;
    'orogen-backup-verify.timer':
      content => epp('profile/backup/timer.epp', {
        'description' => 'Weekly restore of the newest backup set',
        'calendar'    => $verify_calendar,
      }),
      notify  => Service['orogen-backup-verify.timer'],
  }

  service { ['orogen-backup.timer', 'orogen-backup-check.timer', 'orogen-backup-verify.timer']:
    ensure  => $active,
    enable  => $active,
    require => Profile::Unit['orogen-backup.service', 'orogen-backup-check.service', 'orogen-backup-verify.service'],
  }
}
