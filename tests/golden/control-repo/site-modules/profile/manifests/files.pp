# @summary MongoDB: a replica set whose GridFS holds the shop's files.
#
# Membership belongs to the replica set: the first node initiates it once, with all members there and empty; later members
# come and go by `rs.add` and `rs.remove`, one at a time, by people. A Puppet run never changes which member leads.
#
# @param node
#   Name of this member, without its domain. Members and clients know each other by these names, which `/etc/hosts` leads to
#   addresses: MongoDB advises against addresses in a replica set, and refuses them in places.
# @param address
#   Address of this member.
# @param replica_set
#   Name of the replica set.
# @param members
#   All members.
# @param databases
#   OroCommerce's databases. Each has a user `oro` of its own, who owns it.
# @param cache_size
#   GiB of WiredTiger's cache.
# @param oplog_size
#   MiB of the oplog, at a member's first start.
# @param max_connections
#   Connections that a member accepts.
# @param huge_pages
#   Files below `/sys/kernel/mm/transparent_hugepage` and what each shall hold.
# @param key_material
#   What members prove to each other that they are members: 6 to 1024 characters of base64.
# @param admin_password
#   Password of `admin`, who may do anything.
# @param application_password
#   Password of `oro`, in each of the databases.
# @param backup_password
#   Password of `backup`, which reads everything.
# @param restore_password
#   Password of `restore`, which reads and writes OroCommerce's databases.
# @param monitoring_password
#   Password of `monitoring`, which reads the state of the replica set.
class profile::files (
  Pattern[/\A[a-z0-9-]+\z/]     $node,
  Stdlib::IP::Address::V4       $address,
  Pattern[/\A[a-z0-9-]+\z/]     $replica_set,
  Array[Profile::Member, 1]     $members,
  Array[Pattern[/\A\w+\z/], 1]  $databases,
  Variant[Integer, Float]       $cache_size,
  Integer[990]                  $oplog_size,
  Integer[100]                  $max_connections,
  Hash[String[1], String[1], 1] $huge_pages,
  Sensitive[String[6, 1024]]    $key_material,
  Sensitive[Profile::Password]  $admin_password,
  Sensitive[Profile::Password]  $application_password,
  Sensitive[Profile::Password]  $backup_password,
  Sensitive[Profile::Password]  $restore_password,
  Sensitive[Profile::Password]  $monitoring_password,
) {
  $scripts = '/usr/local/lib/orogen-files'

  package { ['mongodb-org-server', 'mongodb-mongosh']:
    ensure => installed,
  }

  # mongod reads a renewed certificate when it is told to, which the script does.
  profile::certificates::copy { 'mongodb':
    require => Package['mongodb-org-server'],
    notify  => Exec['converge files again'],
  }

  file {
    default:
      ensure  => file,
      require => Package['mongodb-org-server'],
      ;
    '/etc/mongod.conf':
      owner        => 'root',
      group        => 'root',
      mode         => '0644',
      validate_cmd => '/usr/bin/mongod --config % --outputConfig',
      content      => epp('profile/files/mongod.conf.epp', {
        'address'         => $address,
        'replica_set'     => $replica_set,
        'cache_size'      => $cache_size,
        'oplog_size'      => $oplog_size,
        'max_connections' => $max_connections,
      }),
      ;
    # mongod refuses a key that others may read.
    '/etc/mongod.key':
      owner     => 'mongodb',
      group     => 'mongodb',
      mode      => '0400',
      show_diff => false,
      content   => epp('profile/files/mongod.key.epp', { 'key_material' => $key_material }),
  }

  profile::unit { 'mongod.service.d/orogen.conf':
    content => file('profile/files/mongod.service.conf'),
    require => Package['mongodb-org-server'],
  }

  contain profile::files::huge_pages

  # Restarting every member after one change would cost the majority, so a changed file waits for the next planned restart.
  service { 'mongod':
    ensure  => running,
    enable  => true,
    require => [
      File['/etc/mongod.conf', '/etc/mongod.key'],
      Profile::Certificates::Copy['mongodb'],
      Profile::Unit['mongod.service.d/orogen.conf'],
      Class['profile::files::huge_pages'],
    ],
  }

  file {
    default:
      owner => 'root',
      group => 'root',
      ;
    $scripts:
      ensure => directory,
      mode   => '0755',
      ;
    "${scripts}/converge.js":
      ensure  => file,
      mode    => '0644',
      content => file('profile/files/converge.js'),
      notify  => Exec['converge files again'],
      ;
    '/etc/mongosh.conf':
      ensure  => file,
      mode    => '0644',
      content => file('profile/files/mongosh.conf'),
      ;
    '/usr/local/sbin/orogen-mongosh':
      ensure    => file,
      mode      => '0500',
      show_diff => false,
      content   => epp('profile/files/mongosh.sh.epp', { 'admin_password' => $admin_password }),
  }

  profile::converge { 'files':
    description => "MongoDB's replica set and users",
    after       => ['mongod.service'],
    script      => epp('profile/files/converge.sh.epp', {
      'node'                 => $node,
      'replica_set'          => $replica_set,
      'members'              => $members,
      'databases'            => $databases,
      'script'               => "${scripts}/converge.js",
      'admin_password'       => $admin_password,
      'application_password' => $application_password,
      'backup_password'      => $backup_password,
      'restore_password'     => $restore_password,
      'monitoring_password'  => $monitoring_password,
    }),
    require     => [Service['mongod'], Package['mongodb-mongosh'], File['/etc/mongosh.conf']],
  }

  contain profile::files::metrics
}
