# @summary A PHP extension built on the node from PECL's archive, for when the package has the wrong series.
#
# @param version
#   Release of the extension.
# @param url
#   Where its archive is.
# @param sha256
#   Digest of its archive; another one is not built.
define profile::application::pecl (
  Pattern[/\A\d+\.\d+\.\d+\z/] $version,
  Stdlib::HTTPSUrl             $url,
  Pattern[/\A\h{64}\z/]        $sha256,
) {
  include profile::application

  $php     = $profile::application::php_version
  $builder = "/usr/local/sbin/orogen-pecl-${title}"

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      ;
    $builder:
      mode    => '0755',
      content => epp('profile/application/pecl.sh.epp', {
        'extension' => $title,
        'version'   => $version,
        'url'       => $url,
        'sha256'    => $sha256,
        'php'       => $php,
      }),
      ;
    # php-fpm's twin of this belongs to profile::web.
    "/etc/php/${php}/cli/conf.d/20-${title}.ini":
      mode    => '0644',
      content => "; Managed by Puppet (profile::application::pecl).\nextension=${title}.so\n",
      require => Exec["build ${title}"],
  }

  # Compiling takes minutes on a small machine.
  exec { "build ${title}":
    command => $builder,
    timeout => 1800,
    unless  => "php${php} -n -d extension=${title}.so -r 'exit(phpversion(\"${title}\") === \"${version}\" ? 0 : 1);'",
    path    => ['/usr/bin', '/bin'],
    require => [File[$builder], Package[$profile::application::build_tools]],
  }
}
