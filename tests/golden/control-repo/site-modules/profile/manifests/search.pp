# @summary Elasticsearch: the search index of back office and storefront, on a cluster with TLS and logins.
#
# The cluster's own state (users, roles, templates, indices) belongs to the cluster: `orogen-converge-search` changes it
# through Elasticsearch's API. What a new cluster is made of counts once: `cluster.initial_master_nodes` is set until
# the cluster has formed and never again, or a member that lost its disk could begin a second one.
#
# @param cluster
#   Name of the cluster: members of two environments never join each other.
# @param node
#   Name of this member.
# @param address
#   Address of this member.
# @param zone
#   Zone of this member: a shard and its replica never share one.
# @param members
#   All members.
# @param indices
#   Patterns of the application's indices, from the prefixes in its DSNs.
# @param replicas
#   Copies of each shard beside the first.
# @param heap
#   MiB of Java heap; the rest of the memory is for Lucene's files in the page cache.
# @param memory_lock
#   Whether the heap is locked in memory. False where the limit cannot be raised, as in a system container.
# @param snapshot_path
#   Where a snapshot repository of type `fs` may lie: a file system that all members share is to be mounted there first.
# @param metrics_port
#   Port of the Prometheus exporter.
# @param admin_password
#   Password of `elastic`, Elasticsearch's administrator.
# @param password
#   Password of `oro`, the application's user, which may touch its own indices and nothing else.
# @param monitoring_password
#   Password of `monitoring`, the exporter's user.
class profile::search (
  Pattern[/\A[a-z0-9-]+\z/]            $cluster,
  Pattern[/\A[a-z0-9-]+\z/]            $node,
  Stdlib::IP::Address::V4              $address,
  String[1]                            $zone,
  Array[Profile::Member, 1]            $members,
  Array[Pattern[/\A[a-z0-9_*]+\z/], 1] $indices,
  Integer[0]                           $replicas,
  Integer[128, 31744]                  $heap,
  Boolean                              $memory_lock,
  Stdlib::Absolutepath                 $snapshot_path,
  Stdlib::Port                         $metrics_port,
  Sensitive[Profile::Password]         $admin_password,
  Sensitive[Profile::Password]         $password,
  Sensitive[Profile::Password]         $monitoring_password,
) {
  include profile::base
  include profile::certificates

  $keystore = '/usr/share/elasticsearch/bin/elasticsearch-keystore'
  $formed   = '/var/lib/orogen/search-formed'

  package { ['elasticsearch', 'prometheus-elasticsearch-exporter']:
    ensure => installed,
  }

  profile::sysctl { 'search':
    # Elasticsearch refuses to start with less than 262144, and asks for this since 8.16.
    settings => { 'vm.max_map_count' => 1048576 },
    before   => Service['elasticsearch'],
  }

  # Elasticsearch may read no file outside of its own folder, so it has its own copies. It takes up renewed ones by itself.
  file {
    default:
      ensure  => file,
      owner   => 'root',
      group   => 'elasticsearch',
      mode    => '0640',
      require => Package['elasticsearch'],
      before  => Service['elasticsearch'],
      ;
    '/etc/elasticsearch/tls':
      ensure => directory,
      mode   => '0750',
      ;
    '/etc/elasticsearch/tls/authority.pem':
      content => $profile::certificates::authority,
      ;
    '/etc/elasticsearch/tls/certificate.pem':
      content => $profile::certificates::certificate,
      ;
    '/etc/elasticsearch/tls/private_key.pem':
      show_diff => false,
      content   => epp('profile/certificates/private_key.pem.epp', { 'private_key' => $profile::certificates::private_key }),
      ;
    '/etc/elasticsearch/elasticsearch.yml':
      content => epp('profile/search/elasticsearch.yml.epp', {
        'cluster'       => $cluster,
        'node'          => $node,
        'address'       => $address,
        'zone'          => $zone,
        'members'       => $members,
        'memory_lock'   => $memory_lock,
        'memory_map'    => $profile::base::manage_kernel,
        'snapshot_path' => $snapshot_path,
      }),
      ;
    '/etc/elasticsearch/jvm.options.d/orogen.options':
      content => "# Managed by Puppet (profile::search).\n-Xms${heap}m\n-Xmx${heap}m\n",
      ;
    $snapshot_path:
      ensure => directory,
      owner  => 'elasticsearch',
      mode   => '0750',
  }

  file {
    default:
      ensure    => file,
      owner     => 'root',
      group     => 'root',
      mode      => '0500',
      show_diff => false,
      ;
    '/usr/local/sbin/orogen-search-keystore':
      content => epp('profile/search/keystore.sh.epp', { 'admin_password' => $admin_password }),
      ;
    # For people and runbooks.
    '/usr/local/sbin/orogen-elasticsearch':
      content => epp('profile/search/api.sh.epp', { 'admin_password' => $admin_password }),
  }

  exec { 'Elasticsearch keystore with the first password':
    command     => '/usr/local/sbin/orogen-search-keystore',
    path        => ['/usr/bin', '/bin'],
    # The tool reads elasticsearch.yml, which names this variable of the unit.
    environment => 'OROGEN_INITIAL_MASTER_NODES=',
    unless      => "${keystore} list | grep --quiet --line-regexp bootstrap.password",
    require     => [File['/usr/local/sbin/orogen-search-keystore'], File['/etc/elasticsearch/elasticsearch.yml']],
    before      => Service['elasticsearch'],
  }

  profile::unit { 'elasticsearch.service.d/orogen.conf':
    content => epp('profile/search/elasticsearch.service.conf.epp', {
      'initial_masters' => $members.map |$member| { $member['name'] },
      'formed'          => $formed,
    }),
  }

  # Restarting every member after one change would cost the majority, so a changed file waits for the next planned restart.
  # A member of a new cluster is not up before it has found a majority: Puppet does not wait for the other nodes' runs.
  service { 'elasticsearch':
    ensure  => running,
    enable  => true,
    start   => 'systemctl start --no-block elasticsearch',
    require => Profile::Unit['elasticsearch.service.d/orogen.conf'],
  }

  profile::converge { 'search':
    description => "Elasticsearch's users, roles and index template",
    after       => ['elasticsearch.service'],
    script      => epp('profile/search/converge.sh.epp', {
      'formed'              => $formed,
      'indices'             => $indices,
      'replicas'            => $replicas,
      'admin_password'      => $admin_password,
      'password'            => $password,
      'monitoring_password' => $monitoring_password,
    }),
    require     => Service['elasticsearch'],
  }

  file { '/etc/default/prometheus-elasticsearch-exporter':
    ensure    => file,
    owner     => 'root',
    group     => 'root',
    mode      => '0400',
    show_diff => false,
    content   => epp('profile/search/exporter.epp', {
      'address'             => $address,
      'metrics_port'        => $metrics_port,
      'monitoring_password' => $monitoring_password,
    }),
    require   => Package['prometheus-elasticsearch-exporter'],
  }

  service { 'prometheus-elasticsearch-exporter':
    ensure    => running,
    enable    => true,
    subscribe => File['/etc/default/prometheus-elasticsearch-exporter'],
  }
}
