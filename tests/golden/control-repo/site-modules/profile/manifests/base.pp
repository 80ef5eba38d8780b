# @summary The system under every service: packages, administrators, time, names, kernel, logs and upgrades.
#
# Everything here is the same on each node of an environment; what differs by provider is a class of its own.
#
# @param manage_kernel
#   Whether this machine has a kernel and a clock of its own. False in a system container: the host's settings, clock and
#   modules are not a container's to change, and no fact tells the two apart.
# @param provider
#   Where the machine stands.
class profile::base (
  Boolean                      $manage_kernel,
  Enum['gcp', 'oci', 'static'] $provider,
) {
  contain profile::base::packages
  contain profile::base::names
  contain profile::base::time
  contain profile::base::access
  contain profile::base::kernel
  contain profile::base::logs
  contain profile::base::upgrades

  # Each needs packages and none another: one that fails does not take the rest along.
  Class['profile::base::packages'] -> Class[
    'profile::base::names',
    'profile::base::time',
    'profile::base::access',
    'profile::base::kernel',
    'profile::base::logs',
    'profile::base::upgrades',
  ]

  if $provider != 'static' {
    contain "profile::base::${provider}"
    Class['profile::base::packages'] -> Class["profile::base::${provider}"]
  }
}
