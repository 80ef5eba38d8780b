# @summary A unit on every node that may run a service, active on one at a time: `TITLE.service`.
#
# @param leadership
#   What the keepers vote about; it is also the metric's label.
# @param description
#   What the service is, in words.
# @param command
#   The service; it runs as OroCommerce's user and does not fork into the background.
define profile::leader::service (
  Pattern[/\A[a-z]+\z/] $leadership,
  String[1]             $description,
  String[1]             $command,
) {
  include profile::application
  include profile::leader

  profile::unit { "${title}.service":
    content => epp('profile/leader/unit.epp', {
      'description' => $description,
      'leadership'  => $leadership,
      'command'     => $command,
      'current'     => $profile::application::current,
      'lock'        => $profile::application::maintenance_lock,
      'ttl'         => $profile::leader::ttl,
    }),
  }

  profile::application::service { $title:
    require   => Class['profile::leader'],
    subscribe => [Profile::Unit["${title}.service"], File['/usr/local/sbin/orogen-leader', '/etc/orogen/leader.json']],
  }
}
