# @summary Message consumers: so many processes for each queue, as instances of one unit a queue.
#
# A consumer ends by design: after a cache clear, at its limits, on an exception. systemd starts it again every time, without
# ever giving up. `oro-consumers.target` starts and stops all of them.
#
# @param queues
#   Queues of the transport; one without a consumer would keep its messages for ever.
# @param processes
#   Processes for each queue.
# @param memory_limit
#   MiB after which a process ends once its message is done; PHP's own limit is far above it.
# @param memory_maximum
#   MiB for all consumers of the node together: past it the kernel ends one of them, and nothing else.
# @param time_limit
#   Seconds after which a process ends once its message is done. It then reads its environment anew.
# @param stop_timeout
#   Seconds that a process has to finish its message when it is told to stop.
class profile::consumer (
  Array[Pattern[/\A[a-z0-9_.]+\z/], 1] $queues,
  Integer[1]                           $processes,
  Integer[64]                          $memory_limit,
  Integer[64]                          $memory_maximum,
  Integer[10]                          $time_limit,
  Integer[10]                          $stop_timeout,
) {
  include profile::application

  profile::unit {
    'oro-consumers.slice':
      content => epp('profile/consumer/slice.epp', { 'memory_maximum' => $memory_maximum }),
      ;
    'oro-consumers.target':
      content => epp('profile/consumer/target.epp', {
        'queues'    => $queues,
        'processes' => $processes,
        'lock'      => $profile::application::maintenance_lock,
      }),
  }

  $queues.each |$queue| {
    profile::unit { "oro-consumer-${queue}@.service":
      content => epp('profile/consumer/unit.epp', {
        'queue'        => $queue,
        'lock'         => $profile::application::maintenance_lock,
        'user'         => $profile::application::user,
        'home'         => $profile::application::home,
        'current'      => $profile::application::current,
        'console'      => $profile::application::console,
        'environment'  => $profile::application::symfony_environment,
        'memory_limit' => $memory_limit,
        'time_limit'   => $time_limit,
        'stop_timeout' => $stop_timeout,
      }),
    }
  }

  # A changed unit counts for each process from its next start on, which its time limit brings soon: a restart would end all
  # at once. A changed number of processes needs one: stopped first, as a restart would keep those that are too many.
  profile::application::service { 'oro-consumers.target':
    needs_release => false,
    restart       => 'systemctl stop oro-consumers.target && systemctl start --no-block oro-consumers.target',
    require       => Profile::Unit['oro-consumers.slice', $queues.map |$queue| { "oro-consumer-${queue}@.service" }],
    subscribe     => Profile::Unit['oro-consumers.target'],
  }
}
