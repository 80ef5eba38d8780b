# @summary acme-prod: the job nodes, 2 of them.
class role::acme_prod::job {
  contain profile::base          # who may log in, what time it is, where packages come from
  contain profile::firewall      # lets in the flows of this node's services, and nothing else
  contain profile::certificates  # who a node is, towards every other
  contain profile::control       # maintenance, drains and switchovers reach each node without a login on it
  contain profile::proxy         # OroCommerce's DSNs take one host; this is it, and it follows the live member
  contain profile::application   # PHP, user, folders and environment, the same on every node that runs the code
  contain profile::exporters     # tells monitoring how the machine is
  contain profile::consumer      # does the work that the queues hold, on every job node at the same time
  contain profile::cron          # puts what is due into the queue; one is active, the others stand by

  Class['profile::base'] -> Class['profile::firewall']
  Class['profile::firewall'] -> Class['profile::certificates']
  Class['profile::certificates'] -> Class['profile::control']
  Class['profile::control'] -> Class['profile::proxy']
  Class['profile::proxy'] -> Class['profile::application']
  Class['profile::application'] -> Class['profile::exporters']
  Class['profile::exporters'] -> Class['profile::consumer']
  Class['profile::consumer'] -> Class['profile::cron']
}
