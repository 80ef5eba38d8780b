# @summary acme-prod: the web nodes, 2 of them.
class role::acme_prod::web {
  contain profile::base          # who may log in, what time it is, where packages come from
  contain profile::firewall      # lets in the flows of this node's services, and nothing else
  contain profile::certificates  # who a node is, towards every other
  contain profile::control       # maintenance, drains and switchovers reach each node without a login on it
  contain profile::proxy         # OroCommerce's DSNs take one host; this is it, and it follows the live member
  contain profile::application   # PHP, user, folders and environment, the same on every node that runs the code
  contain profile::edge          # brings visitors from Cloudflare's tunnel or Google's load balancer to nginx
  contain profile::exporters     # tells monitoring how the machine is
  contain profile::web           # serves the shop and balances over all web nodes
  contain profile::websocket     # browsers hear of what happened; one is active, the others stand by

  Class['profile::base'] -> Class['profile::firewall']
  Class['profile::firewall'] -> Class['profile::certificates']
  Class['profile::certificates'] -> Class['profile::control']
  Class['profile::control'] -> Class['profile::proxy']
  Class['profile::proxy'] -> Class['profile::application']
  Class['profile::application'] -> Class['profile::edge']
  Class['profile::edge'] -> Class['profile::exporters']
  Class['profile::exporters'] -> Class['profile::web']
  Class['profile::web'] -> Class['profile::websocket']
}
