# @summary RabbitMQ: the messages between the application's web nodes and its consumers, on a cluster.
#
# The members find each other by the list in `rabbitmq.conf`. The virtual host, the users, the policies and the queues belong
# to the cluster: `orogen-converge-queue` makes them through RabbitMQ's own tools once all members are there.
#
# @param node
#   Name of this member, without its domain.
# @param address
#   Address of this member.
# @param members
#   All members.
# @param virtual_host
#   The application's virtual host, the last part of its DSN.
# @param partition_handling
#   What a member does that loses sight of others. RabbitMQ 4.3 has no such setting any more.
# @param queue_type
#   What a queue becomes that is declared without a type. RabbitMQ before 4.0 is never told: its queues are classic.
# @param queues
#   Queues that exist before the application first declares them.
# @param policies
#   Policies of the virtual host, by name.
# @param delayed_messages
#   Whether members have the plugin for delayed messages, without which OroCommerce cannot use RabbitMQ. False only where it
#   cannot be fetched, as in a test without network.
# @param delayed_message_plugin
#   That plugin, which no package has.
# @param memory_watermark
#   MiB of memory above which publishers have to wait.
# @param disk_free_limit
#   MiB of free disk below which publishers have to wait.
# @param consumer_timeout
#   Milliseconds that a consumer may work on one message.
# @param erlang_cookie
#   What members and RabbitMQ's own tools prove themselves with.
# @param password
#   Password of `oro`, the application's user, which may touch `oro.*` on its virtual host and nothing else.
# @param admin_password
#   Password of `admin`, for people.
# @param monitoring_password
#   Password of `monitoring`, which sees everything and changes nothing.
class profile::queue (
  Pattern[/\A[a-z0-9-]+\z/]                    $node,
  Stdlib::IP::Address::V4                      $address,
  Array[Profile::Member, 1]                    $members,
  Pattern[/\A[a-z0-9_-]+\z/]                   $virtual_host,
  Optional[Enum['pause_minority', 'autoheal']] $partition_handling,
  Optional[Enum['quorum', 'classic']]          $queue_type,
  Array[Pattern[/\Aoro\.[a-z0-9_.-]+\z/]]      $queues,
  Hash[String[1], Profile::Queue::Policy]      $policies,
  Boolean                                      $delayed_messages,
  Optional[Profile::Queue::Plugin]             $delayed_message_plugin,
  Integer[128]                                 $memory_watermark,
  Integer[50]                                  $disk_free_limit,
  Integer[60000]                               $consumer_timeout,
  Sensitive[Profile::Password]                 $erlang_cookie,
  Sensitive[Profile::Password]                 $password,
  Sensitive[Profile::Password]                 $admin_password,
  Sensitive[Profile::Password]                 $monitoring_password,
) {
  if $delayed_messages and !$delayed_message_plugin {
    fail("profile::queue::delayed_message_plugin is not known for this RabbitMQ: set {version, url, sha256} in overrides/, \
from the releases of rabbitmq/rabbitmq-delayed-message-exchange; the digest is that of a file you fetched and trust.")
  }

  $definitions       = '/etc/rabbitmq/orogen-definitions.json'
  $queue_definitions = '/etc/rabbitmq/orogen-queues.json'
  $delayed_plugins   = $delayed_messages ? {
    true    => ['rabbitmq_delayed_message_exchange'],
    default => [],
  }
  $plugins           = $delayed_plugins + ['rabbitmq_management', 'rabbitmq_prometheus']

  package { 'rabbitmq-server':
    ensure => installed,
  }

  # Erlang reads a renewed certificate within two minutes: no restart.
  profile::certificates::copy { 'rabbitmq':
    require => Package['rabbitmq-server'],
  }

  file {
    default:
      ensure  => file,
      owner   => 'root',
      group   => 'rabbitmq',
      mode    => '0640',
      require => Package['rabbitmq-server'],
      ;
    # Before the first start: a broker that finds no cookie makes its own, and never joins the others.
    '/var/lib/rabbitmq/.erlang.cookie':
      owner     => 'rabbitmq',
      mode      => '0400',
      show_diff => false,
      content   => $erlang_cookie,
      ;
    '/etc/rabbitmq/rabbitmq.conf':
      content => epp('profile/queue/rabbitmq.conf.epp', {
        'address'            => $address,
        'members'            => $members,
        'partition_handling' => $partition_handling,
        'memory_watermark'   => $memory_watermark,
        'disk_free_limit'    => $disk_free_limit,
        'consumer_timeout'   => $consumer_timeout,
      }),
      ;
    '/etc/rabbitmq/rabbitmq-env.conf':
      mode         => '0644',
      validate_cmd => '/bin/sh -n %',
      content      => epp('profile/queue/rabbitmq-env.conf.epp', { 'node' => $node }),
      ;
    '/etc/rabbitmq/inter_node_tls.config':
      mode    => '0644',
      content => file('profile/queue/inter_node_tls.config'),
      ;
    '/etc/rabbitmq/enabled_plugins':
      mode    => '0644',
      content => "[${plugins.join(',')}].\n",
      ;
    $definitions:
      content => epp('profile/queue/definitions.json.epp', {
        'virtual_host' => $virtual_host,
        'queue_type'   => $queue_type,
        'policies'     => $policies,
      }),
      notify  => Exec['converge queue again'],
      ;
    $queue_definitions:
      content => epp('profile/queue/queues.json.epp', { 'virtual_host' => $virtual_host, 'queues' => $queues }),
      notify  => Exec['converge queue again'],
  }

  if $delayed_messages {
    $version = $delayed_message_plugin['version']
    $digest  = $delayed_message_plugin['sha256']
    $archive = "/usr/lib/rabbitmq/plugins/rabbitmq_delayed_message_exchange-${version}.ez"

    exec { "delayed-message plugin ${version}":
      command  => "curl --fail --silent --show-error --location --output ${archive}.new '${delayed_message_plugin['url']}' \
&& echo '${digest}  ${archive}.new' | sha256sum --check --status \
&& chmod 0644 ${archive}.new && mv ${archive}.new ${archive}",
      path     => ['/usr/bin', '/bin'],
      unless   => "echo '${digest}  ${archive}' | sha256sum --check --status",
      provider => shell,
      require  => Package['rabbitmq-server'],
      before   => Service['rabbitmq-server'],
    }
  }

  # Restarting every member after one change would cost the majority, so a changed file waits for the next planned restart.
  # From RabbitMQ 4.0 on, the first member of a new cluster is not up before it has seen another one: Puppet does not wait.
  service { 'rabbitmq-server':
    ensure  => running,
    enable  => true,
    start   => 'systemctl start --no-block rabbitmq-server',
    require => [
      File['/etc/rabbitmq/rabbitmq.conf', '/etc/rabbitmq/rabbitmq-env.conf', '/etc/rabbitmq/inter_node_tls.config'],
      File['/etc/rabbitmq/enabled_plugins', '/var/lib/rabbitmq/.erlang.cookie'],
      Profile::Certificates::Copy['rabbitmq'],
    ],
  }

  profile::converge { 'queue':
    description => "RabbitMQ's virtual host, users, policies and queues",
    after       => ['rabbitmq-server.service'],
    script      => epp('profile/queue/converge.sh.epp', {
      'members'             => $members.length,
      'node'                => $node,
      'virtual_host'        => $virtual_host,
      'queue_type'          => $queue_type,
      'made_beforehand'     => !$queues.empty,
      'definitions'         => $definitions,
      'queues'              => $queue_definitions,
      'password'            => $password,
      'admin_password'      => $admin_password,
      'monitoring_password' => $monitoring_password,
    }),
    require     => Service['rabbitmq-server'],
  }

  # One member is apart from nobody.
  if $members.length > 1 {
    file { '/usr/local/sbin/orogen-queue-rejoin':
      ensure  => file,
      owner   => 'root',
      group   => 'root',
      mode    => '0755',
      content => file('profile/queue/orogen-queue-rejoin'),
    }

    profile::unit {
      'orogen-queue-rejoin.service':
        content => epp('profile/queue/rejoin.service.epp', { 'node' => $node }),
        ;
      'orogen-queue-rejoin.timer':
        content => file('profile/queue/orogen-queue-rejoin.timer'),
        notify  => Service['orogen-queue-rejoin.timer'],
    }

    service { 'orogen-queue-rejoin.timer':
      ensure  => running,
      enable  => true,
      require => [Profile::Unit['orogen-queue-rejoin.service'], File['/usr/local/sbin/orogen-queue-rejoin']],
    }
  }
}
