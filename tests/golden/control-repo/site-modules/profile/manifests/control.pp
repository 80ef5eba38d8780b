# @summary What a maintenance node may have done on this one: a short list of things, asked for over TLS, and nothing else.
#
# systemd holds the port and starts `orogen-control` for each connection. Who asks must have a maintenance node's certificate
# and the token that only root has there. What is asked for is a name in a table; the commands behind it are here.
#
# @param node
#   Name of this node.
# @param address
#   Address that the port is on.
# @param port
#   The port.
# @param controllers
#   Certificate names of the maintenance nodes; where there are none, nothing listens.
# @param services
#   What each service of this node states.
# @param state
#   Where is kept what ran before maintenance or a drain, and what holds Puppet back: `bin/puppet-apply` looks there too.
# @param token
#   What a maintenance node must know.
class profile::control (
  String[1]                                  $node,
  Stdlib::IP::Address::V4                    $address,
  Stdlib::Port                               $port,
  Array[Stdlib::Fqdn]                        $controllers,
  Hash[String[1], Profile::Control::Service] $services,
  Stdlib::Absolutepath                       $state,
  Optional[Sensitive[Profile::Password]]     $token = undef,
) {
  # For root's programs: this one, the keeper of websocket and cron, nginx. OroCommerce's code has none: HAProxy encrypts for it.
  profile::certificates::copy { 'root': }

  $program = '/usr/local/lib/orogen-control'

  if $token and !$controllers.empty {
    file {
      default:
        owner => 'root',
        group => 'root',
        ;
      $program:
        ensure  => directory,
        mode    => '0644',
        recurse => true,
        purge   => true,
        force   => true,
        ignore  => '__pycache__',
        source  => 'puppet:///modules/profile/control/lib',
        require => Package['python3'],
        ;
      '/usr/local/sbin/orogen-control':
        ensure  => file,
        mode    => '0755',
        content => file('profile/control/orogen-control'),
        ;
      # As the scripts of the stores make it, which keep passwords there.
      '/var/lib/orogen':
        ensure => directory,
        mode   => '0700',
        ;
      $state:
        ensure => directory,
        mode   => '0755',
        ;
      '/etc/orogen/control.json':
        ensure       => file,
        mode         => '0400',
        show_diff    => false,
        validate_cmd => "/usr/bin/python3 -c 'import json, sys; json.load(open(sys.argv[1]))' %",
        require      => Package['python3'],
        content      => epp('profile/control/control.json.epp', {
          'token'    => $token,
          'settings' => {
            'node'        => $node,
            'address'     => $address,
            'controllers' => $controllers,
            'authority'   => '/etc/orogen/tls/authority.pem',
            'certificate' => '/etc/orogen/tls/root/certificate.pem',
            'private_key' => '/etc/orogen/tls/root/private_key.pem',
            'state'       => $state,
            'services'    => $services,
          },
        }),
    }

    profile::unit {
      'orogen-control.socket':
        content => epp('profile/control/socket.epp', { 'address' => $address, 'port' => $port }),
        notify  => Service['orogen-control.socket'],
        ;
      'orogen-control@.service':
        content => file('profile/control/orogen-control@.service'),
    }

    service { 'orogen-control.socket':
      ensure  => running,
      enable  => true,
      require => [
        File[$program, '/usr/local/sbin/orogen-control', '/etc/orogen/control.json', $state],
        Profile::Unit['orogen-control.socket', 'orogen-control@.service'],
        Profile::Certificates::Copy['root'],
      ],
    }
  }
}
