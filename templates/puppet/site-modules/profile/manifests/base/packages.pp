# @summary Where packages come from, which versions are allowed, and which services their scripts leave alone.
#
# A vendor's key is trusted only after its full fingerprint was compared with the published one, and only for that vendor's
# packages. A vendor's repository never replaces a package of Debian's unless a service pins that package.
#
# @param catalogue
#   All vendor repositories that orogen knows, by name.
# @param repositories
#   Those that this node needs.
# @param pins
#   Package name (or glob) and the version pattern it is held to; `*` takes the newest of any repository.
# @param held_units
#   Units that no package script may start, stop or restart: a restarted member of a cluster can cost the quorum.
# @param tools
#   Packages that the profiles' own scripts need.
# @param absent
#   Packages of the image that have no place on these nodes.
# @param mirror
#   Address that stands in for the scheme and host of every repository and key, Debian's own included.
# @param codename
#   Debian's name of this release, for its own repository on the mirror.
class profile::base::packages (
  Hash[String[1], Profile::Base::Repository] $catalogue,
  Array[String[1]]                           $repositories,
  Hash[String[1], String[1]]                 $pins,
  Array[String[1]]                           $held_units,
  Array[String[1]]                           $tools,
  Array[String[1]]                           $absent,
  Optional[Stdlib::HTTPSUrl]                 $mirror,
  String[1]                                  $codename,
) {
  $stamp      = '/var/lib/apt/orogen-updated'
  $add_key    = '/usr/local/sbin/orogen-apt-key'
  $keyrings   = '/etc/apt/keyrings'
  $authority  = /\Ahttps?:\/\/[^\/]+/
  $chosen     = $catalogue.filter |$name, $_repository| { $name in $repositories }
  $reached_at = $mirror ? {
    undef   => '\0',
    default => $mirror.regsubst('/\z', ''),
  }

  $unknown = $repositories - $catalogue.keys
  unless $unknown.empty {
    fail("No repository is known as ${unknown.join(', ')}: add it to profile::base::packages::catalogue in data/.")
  }

  file {
    default:
      owner => 'root',
      group => 'root',
      mode  => '0644',
      ;
    $add_key:
      ensure  => file,
      mode    => '0755',
      content => file('profile/base/apt-key'),
      ;
    $keyrings:
      ensure => directory,
      mode   => '0755',
      ;
    '/usr/sbin/policy-rc.d':
      ensure  => file,
      mode    => '0755',
      content => epp('profile/base/policy-rc.d.epp', { 'units' => $held_units }),
      ;
    '/etc/apt/apt.conf.d/60orogen':
      ensure  => file,
      content => file('profile/base/apt.conf'),
      ;
    '/etc/apt/preferences.d/orogen':
      ensure  => file,
      content => epp('profile/base/preferences.epp', {
        'hosts' => $chosen.values.map |$repository| {
          $repository['sources'].map |$source| {
            $source['uri'].regsubst($authority, $reached_at).regsubst(/\Ahttps?:\/\/([^\/]+).*\z/, '\1')
          }
        }.flatten.unique,
        'pins'  => $pins,
      }),
  }

  # Debian's own repository is the image's affair, except where only the mirror can be reached.
  if $mirror {
    file {
      default:
        owner  => 'root',
        group  => 'root',
        before => Exec['apt-get update before the first package'],
        ;
      '/etc/apt/sources.list.d/debian.sources':
        ensure  => file,
        mode    => '0644',
        content => epp('profile/base/debian.sources.epp', { 'mirror' => $reached_at, 'codename' => $codename }),
        ;
      '/etc/apt/sources.list':
        ensure => absent,
    }
  }

  # These come from Debian itself, before any vendor's repository is known.
  exec { 'apt-get update before the first package':
    command => 'apt-get update',
    path    => ['/usr/bin', '/bin'],
    creates => $stamp,
    require => File['/etc/apt/apt.conf.d/60orogen'],
  }

  package { $tools:
    ensure  => installed,
    require => [Exec['apt-get update before the first package'], File['/usr/sbin/policy-rc.d']],
  }

  $chosen.each |$name, $repository| {
    $keyring      = "${keyrings}/orogen-${name}.gpg"
    $fingerprints = $repository['fingerprints'].join(' ')

    exec { "signing key of ${name}":
      command => "${add_key} install ${keyring} '${repository['key'].regsubst($authority, $reached_at)}' ${fingerprints}",
      path    => ['/usr/bin', '/bin'],
      unless  => "${add_key} check ${keyring} ${fingerprints}",
      require => [File[$add_key, $keyrings], Package[$tools]],
      before  => File['/etc/apt/sources.list.d/orogen.sources'],
    }
  }

  # One file for all: a repository that is no longer wanted goes with its lines.
  file { '/etc/apt/sources.list.d/orogen.sources':
    ensure  => file,
    owner   => 'root',
    group   => 'root',
    mode    => '0644',
    content => epp('profile/base/vendors.sources.epp', {
      'keyrings'     => $keyrings,
      'repositories' => $chosen.map |$name, $repository| {
        $repository['sources'].map |$source| {
          $source + { 'name' => $name, 'uri' => $source['uri'].regsubst($authority, $reached_at) }
        }
      }.flatten,
    }),
  }

  # Not refreshonly: an update that failed would never be tried again. A vendor that is down (100) does not stop the run; what
  # is already here still works, and the next run asks again.
  exec { 'apt-get update':
    command  => "apt-get -o APT::Update::Error-Mode=any update && touch ${stamp}",
    path     => ['/usr/bin', '/bin'],
    unless   => "test -e ${stamp} && test -z \"$(find /etc/apt/sources.list.d /etc/apt/preferences.d ${keyrings} -newer ${stamp})\"",
    returns  => [0, 100],
    provider => shell,
    require  => File['/etc/apt/sources.list.d/orogen.sources', '/etc/apt/preferences.d/orogen'],
  }

  package { $absent:
    ensure  => absent,
    require => Exec['apt-get update'],
  }
}
