# @summary Postfix as a null client: it takes the application's mail over TLS and hands it to the upstream relays in turn.
#
# It delivers nothing itself, and only the application's nodes may send. Where `recipients` names domains, mail to any other
# is refused, whichever way it came: a copy of production must not write to its customers.
#
# @param hostname
#   Full name of this node.
# @param address
#   Address of this node.
# @param port
#   Port for mail, TLS from the first byte.
# @param clients
#   Addresses that may send.
# @param relays
#   The relays, first choice first. Without any, mail goes to the recipients' own servers.
# @param relay_tls
#   What a relay must show: a certificate that the system trusts for its name, or just encryption.
# @param recipients
#   The only domains that may receive mail; empty means everybody.
# @param active
#   Whether mail leaves: while the environment stands by for another region, it waits in the queue.
# @param message_size_limit
#   Bytes of the largest message.
# @param queue_lifetime
#   How long a message is tried before its sender is told, in Postfix's notation.
# @param network_unit
#   The unit that Postfix runs under, whose name differs by system.
# @param relay_password
#   The password at the relays that want a login.
class profile::mail (
  Stdlib::Fqdn                   $hostname,
  Stdlib::IP::Address::V4        $address,
  Stdlib::Port                   $port,
  Array[Stdlib::IP::Address::V4] $clients,
  Array[Profile::Mail::Relay]    $relays,
  Enum['verify', 'encrypt']      $relay_tls,
  Array[Stdlib::Fqdn]            $recipients,
  Boolean                        $active,
  Integer[1048576]               $message_size_limit,
  Pattern[/\A\d+[smhdw]\z/]      $queue_lifetime,
  String[1]                      $network_unit,
  Sensitive[Optional[String[1]]] $relay_password,
) {
  # Postfix has one switch for all relays: TLS from the first byte (465), or STARTTLS.
  $implicit = $relays.filter |$relay| { $relay['port'] == 465 }
  unless $implicit.empty or $implicit == $relays {
    fail('profile::mail::relays mixes port 465 with others, which Postfix cannot serve: use port 587 for all of them.')
  }

  $logins = $relays.filter |$relay| { $relay['user'] }

  # Without the modules Postfix knows no way to log in: "no worthy mechs found".
  package { ['postfix', 'libsasl2-modules']:
    ensure => installed,
  }

  profile::certificates::copy { 'postfix':
    require => Package['postfix'],
    notify  => Service['postfix'],
  }

  file {
    default:
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0644',
      require => Package['postfix'],
      notify  => Service['postfix'],
      ;
    '/usr/local/sbin/orogen-mail-check':
      mode    => '0755',
      content => file('profile/mail/orogen-mail-check'),
      notify  => undef,
      ;
    '/etc/postfix/main.cf':
      content      => epp('profile/mail/main.cf.epp', {
        'hostname'           => $hostname,
        'address'            => $address,
        'clients'            => $clients,
        'relays'             => $relays,
        'implicit_tls'       => !$implicit.empty,
        'relay_tls'          => $relay_tls,
        'login'              => !$logins.empty,
        'recipients'         => $recipients,
        'active'             => $active,
        'message_size_limit' => $message_size_limit,
        'queue_lifetime'     => $queue_lifetime,
      }),
      validate_cmd => '/usr/local/sbin/orogen-mail-check main.cf %',
      ;
    '/etc/postfix/master.cf':
      content      => epp('profile/mail/master.cf.epp', {
        'address' => $address,
        'port'    => $port,
      }),
      validate_cmd => '/usr/local/sbin/orogen-mail-check master.cf %',
      ;
    # Postfix opens it as root before it drops its rights, and reads it as text: no postmap, no second copy.
    '/etc/postfix/relay_passwords':
      mode      => '0400',
      show_diff => false,
      content   => epp('profile/mail/relay_passwords.epp', { 'relays' => $logins, 'password' => $relay_password }),
  }

  File['/usr/local/sbin/orogen-mail-check'] -> File['/etc/postfix/main.cf', '/etc/postfix/master.cf']

  profile::unit { "${network_unit}.d/orogen.conf":
    content => file('profile/mail/postfix.service.conf'),
    notify  => Service['postfix'],
  }

  # A restart takes a second, HAProxy turns to another node meanwhile, and a reload would not take up a new address.
  service { 'postfix':
    ensure => running,
    enable => true,
  }

  file { '/usr/local/sbin/orogen-mail-metrics':
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0755',
    content => file('profile/mail/orogen-mail-metrics'),
  }

  profile::unit {
    'orogen-mail-metrics.service':
      content => file('profile/mail/orogen-mail-metrics.service'),
      ;
    'orogen-mail-metrics.timer':
      content => file('profile/mail/orogen-mail-metrics.timer'),
      notify  => Service['orogen-mail-metrics.timer'],
  }

  service { 'orogen-mail-metrics.timer':
    ensure  => running,
    enable  => true,
    require => [Profile::Unit['orogen-mail-metrics.service'], File['/usr/local/sbin/orogen-mail-metrics']],
  }
}
