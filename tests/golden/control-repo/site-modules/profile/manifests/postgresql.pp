# @summary PostgreSQL's programs of one major version, and no cluster: Debian's scripts would make one that nobody looks after.
#
# A node may have them for the database, for a restore, or for both: `ensure_resource('profile::postgresql', VERSION)`.
#
# @param version
#   Major version.
define profile::postgresql (
  Pattern[/\A\d+\z/] $version = $title,
) {
  file {
    default:
      owner => 'root',
      group => 'root',
      ;
    ['/etc/postgresql-common', '/etc/postgresql-common/createcluster.d']:
      ensure => directory,
      mode   => '0755',
      ;
    '/etc/postgresql-common/createcluster.d/orogen.conf':
      ensure  => file,
      mode    => '0644',
      content => "# Managed by Puppet (profile::postgresql).\ncreate_main_cluster = false\n",
      before  => Package["postgresql-${version}"],
  }

  package { "postgresql-${version}":
    ensure => installed,
  }
}
