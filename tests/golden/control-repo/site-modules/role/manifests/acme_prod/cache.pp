# @summary acme-prod: the cache nodes, 3 of them.
class role::acme_prod::cache {
  contain profile::base          # who may log in, what time it is, where packages come from
  contain profile::firewall      # lets in the flows of this node's services, and nothing else
  contain profile::certificates  # who a node is, towards every other
  contain profile::control       # maintenance, drains and switchovers reach each node without a login on it
  contain profile::cache         # sessions and caches in memory, with a replica in every other zone
  contain profile::exporters     # tells monitoring how the machine is

  Class['profile::base'] -> Class['profile::firewall']
  Class['profile::firewall'] -> Class['profile::certificates']
  Class['profile::certificates'] -> Class['profile::control']
  Class['profile::control'] -> Class['profile::cache']
  Class['profile::cache'] -> Class['profile::exporters']
}
