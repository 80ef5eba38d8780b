# @summary nginx and php-fpm: the shop on this node, and the balancing over all web nodes.
#
# The edge reaches nginx on any web node. Its first server checks who may come in and passes the request on to the second
# server of some web node, over TLS; the second serves files and asks PHP. So no web node depends on its own PHP.
#
# `/-/health` says whether php-fpm is up on this node. It stays 200 in maintenance, so that the edge can show the page.
#
# @param address
#   Address of this node.
# @param members
#   All web nodes.
# @param server_names
#   Hosts that the shop answers for.
# @param https
#   Whether visitors who come over http are sent to https.
# @param allow
#   The only networks that reach the shop; none means everybody.
# @param websocket_port
#   Where this node's HAProxy leads to the active websocket server; undefined where there is none.
# @param backend_prefix
#   Path of the back office, OroCommerce's `web_backend_prefix`.
# @param headers
#   Headers of every response; the application's own of these names are dropped.
# @param upload_limit
#   MiB of the largest request.
# @param request_timeout
#   Seconds after which a request is ended.
# @param worker_connections
#   Connections of each of nginx's workers.
# @param children
#   PHP processes at most.
# @param memory_limit
#   MiB that one request may use.
# @param memory_maximum
#   MiB for php-fpm altogether: past it the kernel ends a request, and nothing else on the node.
# @param opcache_memory
#   MiB of compiled code.
# @param php_settings
#   PHP's further settings for the web.
# @param application_port
#   Where the other web nodes reach this one's shop.
# @param nginx_metrics_port
#   nginx's metrics.
# @param php_metrics_port
#   php-fpm's metrics.
# @param status_port
#   Local port on which the nginx exporter asks nginx.
class profile::web (
  Stdlib::IP::Address::V4                      $address,
  Array[Profile::Member, 1]                    $members,
  Array[Stdlib::Fqdn, 1]                       $server_names,
  Boolean                                      $https,
  Array[Stdlib::IP::Address::V4::CIDR]         $allow,
  Optional[Stdlib::Port]                       $websocket_port,
  Pattern[/\A(\/[A-Za-z0-9_.-]+)+\z/]          $backend_prefix,
  Hash[String[1], Pattern[/\A[^"$\\\n]+\z/]]   $headers,
  Integer[1]                                   $upload_limit,
  Integer[1]                                   $request_timeout,
  Integer[1]                                   $worker_connections,
  Integer[2]                                   $children,
  Integer[128]                                 $memory_limit,
  Integer[128]                                 $memory_maximum,
  Integer[64]                                  $opcache_memory,
  Hash[String[1], Variant[Integer, String[1]]] $php_settings,
  Stdlib::Port                                 $application_port,
  Stdlib::Port                                 $nginx_metrics_port,
  Stdlib::Port                                 $php_metrics_port,
  Stdlib::Port                                 $status_port,
) {
  include profile::application
  include profile::edge

  $php           = $profile::application::php_version
  $fpm           = "php${php}-fpm"
  $socket        = '/run/php/orocommerce.sock'
  $status_socket = '/run/php/orocommerce-status.sock'
  $pages         = '/usr/local/share/orogen'

  package { ['nginx', $fpm, 'prometheus-nginx-exporter']:
    ensure => installed,
  }

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      mode   => '0644',
      ;
    $pages:
      ensure => directory,
      mode   => '0755',
      ;
    "${pages}/unavailable.html":
      content => file('profile/web/unavailable.html'),
      ;
    '/etc/nginx/nginx.conf':
      validate_cmd => '/usr/sbin/nginx -t -q -c %',
      require      => Package['nginx'],
      content      => epp('profile/web/nginx.conf.epp', {
        'edge'               => $profile::edge::kind,
        'edge_listen'        => $profile::edge::listen,
        'edge_networks'      => $profile::edge::networks,
        'members'            => $members,
        'address'            => $address,
        'application_port'   => $application_port,
        'php_metrics_port'   => $php_metrics_port,
        'status_port'        => $status_port,
        'server_names'       => $server_names,
        'https'              => $https,
        'allow'              => $allow,
        'websocket_port'     => $websocket_port,
        'backend_prefix'     => $backend_prefix,
        'headers'            => $headers,
        'upload_limit'       => $upload_limit,
        'request_timeout'    => $request_timeout,
        'worker_connections' => $worker_connections,
        'current'            => $profile::application::current,
        'locks'              => [$profile::application::maintenance_lock, $profile::application::emergency_lock],
        'socket'             => $socket,
        'status_socket'      => $status_socket,
        'pages'              => $pages,
      }),
      ;
    "/etc/php/${php}/fpm/php-fpm.conf":
      validate_cmd => "/usr/sbin/php-fpm${php} -t -y %",
      require      => Package[$fpm],
      content      => epp('profile/web/php-fpm.conf.epp', {
        'php'             => $php,
        'user'            => $profile::application::user,
        'socket'          => $socket,
        'status_socket'   => $status_socket,
        'children'        => $children,
        'request_timeout' => $request_timeout,
      }),
      ;
    "/etc/php/${php}/fpm/conf.d/99-orogen.ini":
      validate_cmd => "/usr/bin/php${php} -n -r 'exit(parse_ini_file(\$argv[1]) === false ? 1 : 0);' -- %",
      require      => Package[$fpm],
      content      => epp('profile/application/php.ini.epp', {
        'settings' => $php_settings + {
          'memory_limit'               => "${memory_limit}M",
          'post_max_size'              => "${upload_limit}M",
          'upload_max_filesize'        => "${upload_limit}M",
          'max_execution_time'         => $request_timeout,
          'max_input_time'             => $request_timeout,
          'opcache.memory_consumption' => $opcache_memory,
        },
      }),
      ;
    # composer needs phar, the web does not: it is a way to run what was uploaded.
    "/etc/php/${php}/fpm/conf.d/20-phar.ini":
      ensure  => absent,
      require => Package[$fpm],
      ;
    '/etc/logrotate.d/orogen-php-fpm-slow':
      content      => epp('profile/web/logrotate.epp', { 'php' => $php }),
      validate_cmd => '/usr/sbin/logrotate --debug --state /dev/null %',
      ;
    '/etc/default/prometheus-nginx-exporter':
      content => epp('profile/web/exporter.epp', {
        'address'     => $address,
        'port'        => $nginx_metrics_port,
        'status_port' => $status_port,
      }),
      require => Package['prometheus-nginx-exporter'],
  }

  $profile::application::pecl_extensions.keys.each |$extension| {
    file { "/etc/php/${php}/fpm/conf.d/20-${extension}.ini":
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      content => "; Managed by Puppet (profile::web).\nextension=${extension}.so\n",
      require => Package[$fpm],
      notify  => Profile::Application::Service[$fpm],
    }
  }

  profile::unit { "${fpm}.service.d/orogen.conf":
    content => epp('profile/web/php-fpm.service.epp', { 'memory_maximum' => $memory_maximum }),
    require => Package[$fpm],
  }

  # A reload starts php-fpm anew with an empty opcache, and lets requests end.
  profile::application::service { $fpm:
    needs_release => false,
    restart       => "systemctl reload ${fpm}",
    require       => Profile::Unit["${fpm}.service.d/orogen.conf"],
    subscribe     => File[
      "/etc/php/${php}/fpm/php-fpm.conf",
      "/etc/php/${php}/fpm/conf.d/99-orogen.ini",
      "/etc/php/${php}/fpm/conf.d/20-phar.ini"
    ],
  }

  # It serves the page of the maintenance, so it runs during it.
  service { 'nginx':
    ensure    => running,
    enable    => true,
    restart   => 'systemctl reload nginx',
    subscribe => File['/etc/nginx/nginx.conf', '/etc/orogen/tls/root/certificate.pem', '/etc/orogen/tls/authority.pem'],
  }

  profile::unit { 'prometheus-nginx-exporter.service.d/orogen.conf':
    content => file('profile/web/nginx-exporter.service.conf'),
    require => Package['prometheus-nginx-exporter'],
  }

  service { 'prometheus-nginx-exporter':
    ensure    => running,
    enable    => true,
    require   => [Service['nginx'], Profile::Unit['prometheus-nginx-exporter.service.d/orogen.conf']],
    subscribe => File['/etc/default/prometheus-nginx-exporter'],
  }
}
