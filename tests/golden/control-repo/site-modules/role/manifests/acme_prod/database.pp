# @summary acme-prod: the database nodes, 2 of them.
class role::acme_prod::database {
  contain profile::base          # who may log in, what time it is, where packages come from
  contain profile::firewall      # lets in the flows of this node's services, and nothing else
  contain profile::certificates  # who a node is, towards every other
  contain profile::control       # maintenance, drains and switchovers reach each node without a login on it
  contain profile::exporters     # tells monitoring how the machine is
  contain profile::coordination  # one voter in each zone decides who leads the database
  contain profile::database      # OroCommerce's data, with a standby in the secondary zone that takes over by itself

  Class['profile::base'] -> Class['profile::firewall']
  Class['profile::firewall'] -> Class['profile::certificates']
  Class['profile::certificates'] -> Class['profile::control']
  Class['profile::control'] -> Class['profile::exporters']
  Class['profile::exporters'] -> Class['profile::coordination']
  Class['profile::coordination'] -> Class['profile::database']
}
