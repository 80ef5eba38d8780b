# @summary The keeper that decides which node runs a service of which only one may be active in the environment.
#
# On every node that may run such a service, a keeper stands for election at etcd; the one that wins runs the service and
# ends it well before its lease can run out. `profile::leader::service` makes the units.
#
# @param node
#   Name of this node, as it stands in etcd while it leads.
# @param endpoints
#   The voters, `address:port`; none where a single node runs everything, which then always leads.
# @param prefix
#   Where the keys are; the login has rights there and nowhere else.
# @param login
#   Name at etcd.
# @param password
#   Password at etcd; undefined without voters.
# @param ttl
#   Seconds after which a lost leader is replaced. All margins are shares of it.
class profile::leader (
  String[1]                                      $node,
  Array[Pattern[/\A\d+\.\d+\.\d+\.\d+:\d+\z/]]   $endpoints,
  Stdlib::Absolutepath                           $prefix,
  String[1]                                      $login,
  Integer[10]                                    $ttl,
  Optional[Sensitive[Profile::Password]]         $password = undef,
) {
  include profile::application

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      ;
    '/usr/local/sbin/orogen-leader':
      mode    => '0755',
      content => file('profile/leader/orogen-leader.py'),
      ;
    '/etc/orogen/leader.json':
      mode         => '0400',
      show_diff    => false,
      content      => epp('profile/leader/leader.json.epp', {
        'settings' => {
          'node'        => $node,
          'user'        => $profile::application::user,
          'ttl'         => $ttl,
          'prefix'      => $prefix,
          'metrics'     => '/var/lib/prometheus/node-exporter',
          'endpoints'   => $endpoints,
          'login'       => $login,
          'authority'   => '/etc/orogen/tls/authority.pem',
          'certificate' => '/etc/orogen/tls/root/certificate.pem',
          'private_key' => '/etc/orogen/tls/root/private_key.pem',
        },
        'password' => $password,
      }),
      validate_cmd => "/usr/bin/python3 -c 'import json, sys; json.load(open(sys.argv[1]))' %",
      require      => Package['python3'],
  }
}
