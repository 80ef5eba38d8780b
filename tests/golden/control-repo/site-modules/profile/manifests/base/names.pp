# @summary What this node is called, and how it finds every other node without DNS.
#
# Clusters know their members by name (RabbitMQ by the short one), and a name server that is down must not take them along.
#
# @param identity
#   What this node is.
# @param domain
#   Domain of all nodes.
# @param hosts
#   All nodes of the environment.
class profile::base::names (
  Profile::Base::Identity $identity,
  Stdlib::Fqdn            $domain,
  Array[Profile::Member]  $hosts,
) {
  $hostname = $identity['name']

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      mode   => '0644',
      ;
    '/etc/hosts':
      content => epp('profile/base/hosts.epp', { 'domain' => $domain, 'hosts' => $hosts }),
      ;
    '/etc/hostname':
      content => "${hostname}\n",
      ;
    ['/etc/facter', '/etc/facter/facts.d', '/etc/cloud', '/etc/cloud/cloud.cfg.d']:
      ensure => directory,
      mode   => '0755',
      ;
    # For people and programs on the node. No profile and no Hiera level asks it: a node can write what it likes here.
    '/etc/facter/facts.d/orogen.json':
      content => profile::to_json({ 'orogen_node' => $identity }),
      ;
    # cloud-init would write both files anew at every boot.
    '/etc/cloud/cloud.cfg.d/99-orogen.cfg':
      content => "# Managed by Puppet (profile::base::names).\npreserve_hostname: true\nmanage_etc_hosts: false\n",
  }

  exec { "hostname ${hostname}":
    path    => ['/usr/bin', '/bin'],
    unless  => "test \"$(hostname)\" = ${hostname}",
    require => File['/etc/hostname'],
  }
}
