# @summary The node that administrators work from: tools, credentials, the maintenance window, and a picture of the environment.
#
# Releases are built here: it is the only node with Composer and Node.
#
# @param environment_name
#   Name of the environment.
# @param environment_type
#   Type of the environment.
# @param release
#   OroCommerce's release.
# @param url
#   Address of the shop.
# @param window
#   The weekly maintenance window.
# @param nodes
#   All nodes of the environment.
# @param credentials
#   Variables that lead to each store, with the names of secrets in braces.
# @param tools
#   Packages for administrators.
# @param versioned_tools
#   Packages that fit the series of the servers.
# @param global_npm_packages
#   npm packages that the release's asset build needs, as NAME@VERSION.
# @param node
#   Name of this node.
# @param services
#   What `oro-maintenance` has to know of each service.
# @param voters
#   etcd's members, `address:port`: they hold the tool's lock.
# @param lock_key
#   Where in etcd the lock is; the login has rights there.
# @param coordination_login
#   Name at etcd.
# @param logs
#   Where the tool writes down what it does.
# @param coordination_password
#   Password at etcd; undefined without voters.
# @param control_token
#   What every node wants to hear from a maintenance node.
class profile::maintenance (
  String[1]                                         $environment_name,
  String[1]                                         $environment_type,
  String[1]                                         $release,
  Stdlib::HTTPUrl                                   $url,
  Profile::Window                                   $window,
  Array[Profile::Maintenance::Node]                 $nodes,
  Hash[String[1], String[1]]                        $credentials,
  Array[String[1]]                                  $tools,
  Array[String[1]]                                  $versioned_tools,
  Array[Pattern[/\A[a-z0-9@\/._-]+@[0-9][0-9.]*\z/]] $global_npm_packages,
  String[1]                                         $node,
  Hash[String[1], Profile::Maintenance::Service]    $services,
  Array[Pattern[/\A\d+\.\d+\.\d+\.\d+:\d+\z/]]      $voters,
  Stdlib::Absolutepath                              $lock_key,
  String[1]                                         $coordination_login,
  Stdlib::Absolutepath                              $logs,
  Sensitive[Profile::Password]                      $control_token,
  Optional[Sensitive[Profile::Password]]            $coordination_password = undef,
) {
  include profile::application
  include profile::control

  # On a small environment other profiles of this node may have brought a tool along already.
  $missing = ($tools + $versioned_tools).filter |$name| { !defined(Package[$name]) }
  package { $missing:
    ensure => installed,
  }

  $global_npm_packages.each |$package| {
    exec { "npm package ${package}":
      command     => "npm install --global ${package}",
      path        => ['/usr/local/bin', '/usr/bin', '/bin'],
      environment => ['HOME=/root'],
      unless      => "npm ls --global ${package}",
      timeout     => 600,
      require     => Package[$versioned_tools],
    }
  }

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      mode   => '0644',
      ;
    # Lines that a shell reads as well: `set -a; . /etc/orogen/credentials`.
    '/etc/orogen/credentials':
      mode      => '0400',
      show_diff => false,
      content   => profile::dotenv(profile::fill($credentials, $profile::application::secrets)),
      ;
    '/etc/orogen/window.json':
      content => profile::to_json($window),
      ;
    '/etc/orogen/maintenance.json':
      mode         => '0400',
      show_diff    => false,
      validate_cmd => "/usr/bin/python3 -c 'import json, sys; json.load(open(sys.argv[1]))' %",
      require      => Package['python3'],
      content      => epp('profile/maintenance/maintenance.json.epp', {
        'token'    => $control_token,
        'password' => $coordination_password,
        'control'  => {
          'port'        => $profile::control::port,
          'authority'   => '/etc/orogen/tls/authority.pem',
          'certificate' => '/etc/orogen/tls/root/certificate.pem',
          'private_key' => '/etc/orogen/tls/root/private_key.pem',
        },
        'settings' => {
          'environment'  => $environment_name,
          'node'         => $node,
          'nodes'        => $nodes.map |$described| { $described.filter |$key, $_value| { $key != 'services' } },
          'services'     => $services,
          'coordination' => {
            'endpoints' => $voters,
            'key'       => $lock_key,
            'login'     => $coordination_login,
          },
          'credentials'  => '/etc/orogen/credentials',
          'logs'         => $logs,
          'lock'         => '/run/lock/oro-maintenance',
        },
      }),
      ;
    '/usr/local/lib/oro-maintenance':
      ensure  => directory,
      recurse => true,
      purge   => true,
      force   => true,
      ignore  => '__pycache__',
      source  => 'puppet:///modules/profile/maintenance/lib',
      ;
    '/usr/local/sbin/oro-maintenance':
      mode    => '0755',
      content => file('profile/maintenance/oro-maintenance'),
      ;
    $logs:
      ensure => directory,
      group  => 'adm',
      mode   => '0750',
      ;
    '/etc/tmpfiles.d/oro-maintenance.conf':
      content => epp('profile/maintenance/tmpfiles.conf.epp', { 'logs' => $logs }),
      ;
    '/etc/motd':
      content => epp('profile/maintenance/motd.epp', {
        'environment_name' => $environment_name,
        'environment_type' => $environment_type,
        'release'          => $release,
        'url'              => $url,
        'window'           => $window,
        'nodes'            => $nodes,
      }),
  }
}
