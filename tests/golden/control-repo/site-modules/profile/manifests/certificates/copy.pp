# @summary A copy of the node's certificate and key for one user: `/etc/orogen/tls/USER/`.
#
# Each server runs as its own user and must read the key; a copy for each is simpler to reason about than a shared group.
# `certificate.pem` and `private_key.pem` are separate; `combined.pem` is for programs that want both in one file.
#
# @param user
#   The user that may read the key; the user's package must be installed before.
define profile::certificates::copy (
  String[1] $user = $title,
) {
  include profile::certificates

  $directory = "/etc/orogen/tls/${user}"
  $material  = {
    'certificate' => $profile::certificates::certificate,
    'private_key' => $profile::certificates::private_key,
  }

  file {
    default:
      owner => $user,
      group => 'root',
      ;
    $directory:
      ensure => directory,
      mode   => '0550',
      ;
    "${directory}/certificate.pem":
      mode    => '0444',
      content => $profile::certificates::certificate,
      ;
    "${directory}/private_key.pem":
      mode      => '0400',
      show_diff => false,
      content   => epp('profile/certificates/private_key.pem.epp', { 'private_key' => $material['private_key'] }),
      ;
    "${directory}/combined.pem":
      mode      => '0400',
      show_diff => false,
      content   => epp('profile/certificates/combined.pem.epp', $material),
  }
}
