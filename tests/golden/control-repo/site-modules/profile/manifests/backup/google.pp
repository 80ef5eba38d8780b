# @summary The Google service account that opens the backup bucket from a machine outside Google Cloud.
#
# @param private_key
#   The account's key file, JSON.
class profile::backup::google (
  Sensitive[String[1]] $private_key,
) {
  file { '/etc/orogen/backup/google.json':
    ensure    => file,
    owner     => 'root',
    group     => 'root',
    mode      => '0400',
    show_diff => false,
    content   => epp('profile/backup/key.epp', { 'private_key' => $private_key }),
  }
}
