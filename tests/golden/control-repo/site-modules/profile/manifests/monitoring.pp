# @summary Prometheus: asks every exporter of the environment, and knows when somebody has to be told.
#
# Targets and rules come from the plan: each service says which exporter it has, and what is wrong with it when. Who is told is
# Alertmanager's affair; without one the alerts are on Prometheus's own page.
#
# @param environment_name
#   Name of the environment, a label of every series.
# @param targets
#   All exporters of the environment.
# @param rules
#   The alerts of all services.
# @param alertmanagers
#   Alertmanagers as HOST:PORT; none means that nobody is told.
# @param authority
#   The environment's authority, which exporters that speak TLS prove themselves with.
# @param scrape_interval
#   Seconds between two questions.
# @param retention
#   How long samples are kept.
# @param retention_mib
#   Most that the samples take on disk, in MiB: the oldest go first.
class profile::monitoring (
  String[1]                                   $environment_name,
  Array[Profile::Monitoring::Target]          $targets,
  Array[Profile::Monitoring::Rule]            $rules,
  Array[Pattern[/\A[A-Za-z0-9.-]+:[0-9]+\z/]] $alertmanagers,
  Stdlib::Absolutepath                        $authority,
  Integer[5, 300]                             $scrape_interval,
  Pattern[/\A[0-9]+[dwy]\z/]                  $retention,
  Integer[512]                                $retention_mib,
) {
  $rule_file = '/etc/prometheus/orogen.rules.yml'
  $banner    = "# Managed by Puppet (profile::monitoring).\n"

  $scrapes = $targets.map |$target| {
    $encryption = $target['scheme'] ? {
      'https' => { 'tls_config' => { 'ca_file' => $authority } },
      default => {},
    }
    $scrape = {
      'job_name'       => "${target['service']}-${target['port']}",
      'scheme'         => $target['scheme'],
      'metrics_path'   => $target['path'],
      'static_configs' => $target['members'].map |$member| {
        {
          'targets' => ["${member['address']}:${target['port']}"],
          'labels'  => { 'service' => $target['service'], 'node' => $member['name'], 'zone' => $member['zone'] },
        }
      },
    }
    $scrape + $encryption
  }

  $told = $alertmanagers.empty ? {
    true    => {},
    default => { 'alerting' => { 'alertmanagers' => [{ 'static_configs' => [{ 'targets' => $alertmanagers }] }] } },
  }

  $groups = $rules.group_by |$rule| { $rule['service'] }.map |$service, $alerts| {
    {
      'name'  => $service,
      'rules' => $alerts.map |$alert| {
        {
          'alert'       => $alert['name'],
          'expr'        => $alert['expression'],
          'for'         => $alert['lasting'],
          'labels'      => { 'severity' => $alert['severity'], 'about' => $service },
          'annotations' => { 'summary' => $alert['summary'], 'action' => $alert['action'] },
        }
      },
    }
  }

  package { 'prometheus':
    ensure => installed,
  }

  file {
    default:
      ensure => file,
      owner  => 'root',
      group  => 'root',
      mode   => '0644',
      ;
    '/etc/default/prometheus':
      content => epp('profile/monitoring/prometheus.epp', {
        'retention'     => $retention,
        'retention_mib' => $retention_mib,
      }),
      require => Package['prometheus'],
      notify  => Service['prometheus'],
      ;
    $rule_file:
      content      => "${banner}${profile::to_yaml({ 'groups' => $groups })}",
      validate_cmd => '/usr/bin/promtool check rules %',
      require      => Package['prometheus'],
      notify       => Exec['prometheus reads its files again'],
      ;
    '/etc/prometheus/prometheus.yml':
      content      => "${banner}${profile::to_yaml({
        'global'         => {
          'scrape_interval'     => "${scrape_interval}s",
          'evaluation_interval' => "${scrape_interval}s",
          'external_labels'     => { 'environment' => $environment_name },
        },
        'rule_files'     => [$rule_file],
        'scrape_configs' => $scrapes,
      } + $told)}",
      validate_cmd => '/usr/bin/promtool check config %',
      require      => File[$rule_file],
      notify       => Exec['prometheus reads its files again'],
  }

  # Only new arguments need a restart; rules and targets are read again while it runs.
  service { 'prometheus':
    ensure  => running,
    enable  => true,
    require => File['/etc/prometheus/prometheus.yml'],
  }

  # A Prometheus that has just started does not listen to the signal yet, and dies of it.
  exec { 'prometheus reads its files again':
    command     => "curl --silent --fail --retry 30 --retry-all-errors --retry-delay 1 --output /dev/null http://127.0.0.1:9090/-/ready \
&& systemctl reload prometheus",
    path        => ['/usr/bin', '/bin'],
    refreshonly => true,
    provider    => shell,
    require     => Service['prometheus'],
  }
}
