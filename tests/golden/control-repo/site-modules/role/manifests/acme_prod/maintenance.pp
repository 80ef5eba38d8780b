# @summary acme-prod: the maintenance nodes, 1 of them.
class role::acme_prod::maintenance {
  contain profile::base          # who may log in, what time it is, where packages come from
  contain profile::firewall      # lets in the flows of this node's services, and nothing else
  contain profile::certificates  # who a node is, towards every other
  contain profile::control       # maintenance, drains and switchovers reach each node without a login on it
  contain profile::proxy         # OroCommerce's DSNs take one host; this is it, and it follows the live member
  contain profile::application   # PHP, user, folders and environment, the same on every node that runs the code
  contain profile::exporters     # tells monitoring how the machine is
  contain profile::monitoring    # sees every failure that the environment survives, so that the second one is not a surprise
  contain profile::backup        # an hour's work at most is lost with the whole environment
  contain profile::maintenance   # where releases are built and administrators work: tools, credentials, the window

  Class['profile::base'] -> Class['profile::firewall']
  Class['profile::firewall'] -> Class['profile::certificates']
  Class['profile::certificates'] -> Class['profile::control']
  Class['profile::control'] -> Class['profile::proxy']
  Class['profile::proxy'] -> Class['profile::application']
  Class['profile::application'] -> Class['profile::exporters']
  Class['profile::exporters'] -> Class['profile::monitoring']
  Class['profile::monitoring'] -> Class['profile::backup']
  Class['profile::backup'] -> Class['profile::maintenance']
}
