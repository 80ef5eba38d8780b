# @summary How root of this node logs in at the SFTP server that has the backup repository.
#
# restic calls ssh, so ssh's own configuration says it: that works with every version of restic.
#
# @param host
#   The server.
# @param private_key
#   The key that it lets in, in OpenSSH's form.
class profile::backup::sftp (
  Stdlib::Host         $host,
  Sensitive[String[1]] $private_key,
) {
  $key = '/etc/orogen/backup/sftp_key'

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      ;
    $key:
      mode      => '0400',
      show_diff => false,
      content   => epp('profile/backup/key.epp', { 'private_key' => $private_key }),
      ;
    '/etc/ssh/ssh_config.d/orogen-backup.conf':
      mode    => '0644',
      content => epp('profile/backup/ssh_config.epp', { 'host' => $host, 'key' => $key }),
  }
}
