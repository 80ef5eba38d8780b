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
) {
  include profile::application

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
