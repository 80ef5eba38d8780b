# @summary The node's certificate and its environment's authority, as files that TLS clients and servers here use.
#
# The authority is public and stands where every program of the node finds it. The private key is handed out by
# `profile::certificates::copy`, one copy for each user that serves or authenticates with it.
#
# @param authority
#   The environment's authority, PEM.
# @param certificate
#   The node's certificate, PEM, valid for its names in the plan.
# @param private_key
#   The certificate's private key, PKCS#8 PEM.
class profile::certificates (
  String[1]            $authority,
  String[1]            $certificate,
  Sensitive[String[1]] $private_key,
) {
  file {
    default:
      owner => 'root',
      group => 'root',
      ;
    '/etc/orogen':
      ensure => directory,
      mode   => '0755',
      ;
    '/etc/orogen/tls':
      ensure  => directory,
      mode    => '0755',
      purge   => true,
      recurse => true,
      force   => true,
      ;
    '/etc/orogen/tls/authority.pem':
      mode    => '0444',
      content => $authority,
  }
}
