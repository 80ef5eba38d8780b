# @summary What every node that runs OroCommerce's code has: PHP, the user, the folders, the environment.
#
# Puppet brings no code. A deploy puts a release below `ROOT/releases`, links each path of `ROOT/shared` into it under the same
# name, and moves the link `ROOT/current` last. Until then everything here works and nothing runs: no unit starts without a
# release, and nginx answers 503.
#
# All settings reach the code through one file that Symfony reads itself: variables of a unit or of a shell would not reach
# php-fpm, and the console, cron and consumers would see others than the web.
#
# @param root
#   Where releases and what they share live.
# @param user
#   The user that the code runs as.
# @param home
#   The user's home.
# @param php_version
#   PHP's minor version: composer.json pins it.
# @param extensions
#   PHP extensions that come as packages.
# @param pecl_extensions
#   Extensions that are built from PECL's archive, because the package has another series than the release needs.
# @param php_settings
#   PHP's settings on the command line.
# @param tools
#   Further packages that OroCommerce calls.
# @param variables
#   Environment variables that lead to the services; `{name}` stands for the secret of that name.
# @param environment
#   Environment variables of the spec, exactly as they stand there; they win.
# @param secrets
#   Secrets that the variables name.
# @param parameters
#   Symfony's container parameters, `config/parameters.yml`.
# @param symfony_environment
#   Symfony's environment, which console commands are given.
# @param maintenance_lock
#   File that means maintenance on this node; OroCommerce, nginx and the units here all look at this one.
# @param emergency_lock
#   File that makes nginx answer 503 while everything else goes on.
# @param writable
#   Folders below `ROOT/shared` that the code writes to.
# @param private
#   Folders below `ROOT/shared` that only the code may read.
class profile::application (
  Stdlib::Absolutepath                             $root,
  String[1]                                        $user,
  Stdlib::Absolutepath                             $home,
  Pattern[/\A\d+\.\d+\z/]                          $php_version,
  Array[Pattern[/\A[a-z0-9]+\z/], 1]               $extensions,
  Hash[String[1], Profile::Application::Extension] $pecl_extensions,
  Hash[String[1], Variant[Integer, String[1]]]     $php_settings,
  Array[String[1]]                                 $tools,
  Hash[Profile::Application::Variable, String[1]]  $variables,
  Hash[Profile::Application::Variable, String]     $environment,
  Sensitive[Hash[String[1], String[1]]]            $secrets,
  Hash[String[1], String[1]]                       $parameters,
  Pattern[/\A\w+\z/]                               $symfony_environment,
  Stdlib::Absolutepath                             $maintenance_lock,
  Stdlib::Absolutepath                             $emergency_lock,
  Array[String[1]]                                 $writable,
  Array[String[1]]                                 $private,
) {
  $shared  = "${root}/shared"
  $current = "${root}/current"
  $console = "/usr/bin/php${php_version} ${current}/bin/console"

  package { ["php${php_version}-cli"] + prefix($extensions, "php${php_version}-") + $tools:
    ensure => installed,
  }

  $build_tools = ["php${php_version}-dev", 'build-essential', 'libssl-dev', 'pkg-config']

  unless $pecl_extensions.empty {
    package { $build_tools:
      ensure => installed,
    }
  }

  $pecl_extensions.each |$name, $release| {
    profile::application::pecl { $name:
      * => $release,
    }
  }

  file { "/etc/php/${php_version}/cli/conf.d/99-orogen.ini":
    ensure       => file,
    owner        => 'root',
    group        => 'root',
    mode         => '0644',
    content      => epp('profile/application/php.ini.epp', { 'settings' => $php_settings }),
    validate_cmd => "/usr/bin/php${php_version} -n -r 'exit(parse_ini_file(\$argv[1]) === false ? 1 : 0);' -- %",
    require      => Package["php${php_version}-cli"],
  }

  group { $user:
    ensure => present,
    system => true,
  }

  user { $user:
    ensure     => present,
    system     => true,
    gid        => $user,
    home       => $home,
    managehome => true,
    shell      => '/usr/sbin/nologin',
  }

  $private_folders  = prefix($private, "${shared}/")
  $writable_folders = (prefix($writable, "${shared}/") + [dirname($maintenance_lock), dirname($emergency_lock)]).unique
  $parents          = ($writable_folders + ["${shared}/config/parameters.yml"]).map |$path| { dirname($path) }.unique

  file {
    default:
      owner => 'root',
      group => 'root',
      mode  => '0755',
      ;
    [$root, $shared] + $parents:
      ensure => directory,
      ;
    ["${root}/releases"] + $writable_folders:
      ensure => directory,
      owner  => $user,
      group  => $user,
      ;
    $private_folders:
      ensure => directory,
      owner  => $user,
      group  => $user,
      mode   => '0700',
      ;
    # Read anew for each request and each start; long-running processes see a change when they start again.
    "${shared}/.env-app.local":
      ensure    => file,
      group     => $user,
      mode      => '0640',
      show_diff => false,
      content   => epp('profile/application/env.epp', {
        'lines' => profile::dotenv(profile::fill($variables, $secrets), $environment),
      }),
      ;
    # Symfony builds its container from it: a change counts after the next deploy or cache rebuild.
    "${shared}/config/parameters.yml":
      ensure  => file,
      group   => $user,
      mode    => '0640',
      content => epp('profile/application/parameters.yml.epp', { 'parameters' => $parameters }),
      ;
    '/etc/logrotate.d/orocommerce':
      ensure       => file,
      mode         => '0644',
      content      => epp('profile/application/logrotate.epp', { 'shared' => $shared, 'user' => $user }),
      validate_cmd => '/usr/sbin/logrotate --debug --state /dev/null %',
      require      => User[$user],
  }
}
