# @summary HAProxy on a client's node: one local address for each store whose DSN takes a single host.
#
# It listens on 127.0.0.1 only, asks the members who is alive, and cuts the sessions to one that no longer is. Without
# endpoints it serves nothing but its metrics.
#
# @param address
#   Address of this node, where the metrics are.
# @param endpoints
#   The stores that services of this node use.
# @param metrics_port
#   Port of the Prometheus metrics.
# @param interval
#   Time between checks of a member that is up, in HAProxy's notation.
# @param fast_interval
#   Time between checks while a member is changing its state.
# @param down_interval
#   Time between checks of a member that is down; every replica of a database counts as one.
# @param rise
#   Good checks in a row after which a member is up.
# @param fall
#   Failed checks in a row after which a member is down.
# @param connect_timeout
#   Longest wait for a member to accept a connection.
# @param idle_timeout
#   Longest silence on a connection. A waiting consumer or a long query is silent too, so the checks and TCP keepalives
#   end dead ones, not this.
# @param stop_timeout
#   How long the process before a reload lives on for its old connections; it no longer follows a failover.
# @param maximum_connections
#   Most connections at a time.
class profile::proxy (
  Stdlib::IP::Address::V4                   $address,
  Hash[String[1], Profile::Proxy::Endpoint] $endpoints,
  Stdlib::Port                              $metrics_port,
  Pattern[/\A\d+(ms|s|m|h)\z/]              $interval,
  Pattern[/\A\d+(ms|s|m|h)\z/]              $fast_interval,
  Pattern[/\A\d+(ms|s|m|h)\z/]              $down_interval,
  Integer[1]                                $rise,
  Integer[1]                                $fall,
  Pattern[/\A\d+(ms|s|m|h)\z/]              $connect_timeout,
  Pattern[/\A\d+(ms|s|m|h)\z/]              $idle_timeout,
  Pattern[/\A\d+(ms|s|m|h)\z/]              $stop_timeout,
  Integer[1]                                $maximum_connections,
) {
  package { 'haproxy':
    ensure => installed,
  }

  file { '/etc/haproxy/haproxy.cfg':
    ensure       => file,
    owner        => 'root',
    group        => 'root',
    mode         => '0644',
    validate_cmd => '/usr/sbin/haproxy -c -f %',
    content      => epp('profile/proxy/haproxy.cfg.epp', {
      'address'             => $address,
      'endpoints'           => $endpoints,
      'metrics_port'        => $metrics_port,
      'interval'            => $interval,
      'fast_interval'       => $fast_interval,
      'down_interval'       => $down_interval,
      'rise'                => $rise,
      'fall'                => $fall,
      'connect_timeout'     => $connect_timeout,
      'idle_timeout'        => $idle_timeout,
      'stop_timeout'        => $stop_timeout,
      'maximum_connections' => $maximum_connections,
    }),
    require      => Package['haproxy'],
  }

  # A reload keeps the connections; a restart would cut every consumer and every query of the node.
  service { 'haproxy':
    ensure    => running,
    enable    => true,
    restart   => 'systemctl reload haproxy.service',
    subscribe => File['/etc/haproxy/haproxy.cfg', '/etc/orogen/tls/authority.pem'],
  }
}
