# @summary A step that needs the whole cluster, tried until it succeeds: `orogen-converge-TITLE.service`.
#
# Users, queues or a replica set can only be made when enough members are up, which on a new environment is after several
# nodes had their Puppet run. So Puppet does not wait: it starts a unit that repeats the script until it succeeds. The script
# asks the service first and changes only what differs; it runs again when its text changes and at every boot.
#
# @param description
#   What the script brings about, in words.
# @param script
#   The script, run by root. It exits with 0 once everything is as it should be.
# @param after
#   Units that must have been started before.
# @param retry
#   Seconds between tries.
define profile::converge (
  String[1]                                $description,
  Variant[String[1], Sensitive[String[1]]] $script,
  Array[String[1]]                         $after = [],
  Integer[1]                               $retry = 15,
) {
  $unit   = "orogen-converge-${title}.service"
  $source = "/usr/local/sbin/orogen-converge-${title}"

  file { $source:
    ensure    => file,
    owner     => 'root',
    group     => 'root',
    mode      => '0500',
    show_diff => false,
    content   => $script,
    notify    => Exec["converge ${title} again"],
  }

  profile::unit { $unit:
    content => epp('profile/converge/unit.epp', {
      'description' => $description,
      'source'      => $source,
      'after'       => $after,
      'retry'       => $retry,
    }),
    notify  => Exec["converge ${title} again"],
  }

  exec { "converge ${title} again":
    command     => "systemctl restart --no-block ${unit}",
    path        => ['/usr/bin', '/bin'],
    refreshonly => true,
  }

  exec { "converge ${title}":
    command  => "systemctl enable ${unit} && systemctl start --no-block ${unit}",
    path     => ['/usr/bin', '/bin'],
    unless   => "systemctl is-enabled --quiet ${unit} && systemctl is-active ${unit} | grep --quiet --extended-regexp '^(active|activating)$'",
    provider => shell,
    require  => Exec["converge ${title} again"],
  }
}
