# @summary cloudflared: this web node's end of the Cloudflare tunnel.
#
# Every web node runs it with the same tunnel, and Cloudflare spreads visitors over those that are connected. The tunnel is one
# that this file configures, not Cloudflare's dashboard: a tunnel managed there ignores the ingress rules here.
#
# @param active
#   Whether the tunnel is open: not while the environment stands by for another region.
# @param tunnel
#   The tunnel's UUID.
# @param tunnel_token
#   The tunnel's token, `cloudflared tunnel token TUNNEL`.
# @param hostnames
#   Hosts that the tunnel brings here; everything else is answered with 404.
# @param origin
#   Where nginx waits for them.
# @param protocol
#   How the tunnel is built.
# @param address
#   Address of this node, for the metrics.
# @param metrics_port
#   Port of the metrics.
class profile::edge::cloudflare (
  Boolean                                $active,
  Pattern[/\A\h{8}(-\h{4}){3}-\h{12}\z/] $tunnel,
  Sensitive[String[1]]                   $tunnel_token,
  Array[Stdlib::Fqdn, 1]                 $hostnames,
  Stdlib::HTTPUrl                        $origin,
  Enum['quic', 'http2', 'auto']          $protocol,
  Stdlib::IP::Address::V4                $address,
  Stdlib::Port                           $metrics_port,
) {
  package { 'cloudflared':
    ensure => installed,
  }

  # QUIC asks for more than Linux gives; without it, cloudflared warns and large uploads are slow (quic-go's documentation).
  profile::sysctl { 'cloudflared':
    settings => { 'net.core.rmem_max' => 7500000, 'net.core.wmem_max' => 7500000 },
  }

  # The vendor's package runs it as root.
  group { 'cloudflared':
    ensure => present,
    system => true,
  }

  user { 'cloudflared':
    ensure => present,
    system => true,
    gid    => 'cloudflared',
    home   => '/nonexistent',
    shell  => '/usr/sbin/nologin',
  }

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      ;
    '/etc/cloudflared':
      ensure => directory,
      mode   => '0755',
      ;
    '/etc/cloudflared/config.yml':
      mode         => '0644',
      content      => epp('profile/edge/config.yml.epp', {
        'tunnel'       => $tunnel,
        'hostnames'    => $hostnames,
        'origin'       => $origin,
        'protocol'     => $protocol,
        'address'      => $address,
        'metrics_port' => $metrics_port,
      }),
      validate_cmd => '/usr/bin/cloudflared tunnel --config % ingress validate',
      require      => Package['cloudflared'],
      ;
    '/etc/cloudflared/token':
      owner     => 'cloudflared',
      mode      => '0400',
      show_diff => false,
      content   => epp('profile/edge/token.epp', { 'tunnel_token' => $tunnel_token }),
  }

  profile::unit { 'cloudflared.service':
    content => file('profile/edge/cloudflared.service'),
    require => Package['cloudflared'],
  }

  # Between two tries it is `activating`, which is as good: Puppet does not wait for Cloudflare.
  service { 'cloudflared':
    ensure    => $active,
    enable    => $active,
    status    => "systemctl is-active cloudflared | grep --quiet --extended-regexp '^(active|activating)$'",
    subscribe => [Profile::Unit['cloudflared.service'], File['/etc/cloudflared/config.yml', '/etc/cloudflared/token']],
  }
}
