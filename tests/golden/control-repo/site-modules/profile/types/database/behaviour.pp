# @summary How Patroni leads the cluster, in its own words; times in seconds, lag in bytes.
type Profile::Database::Behaviour = Struct[{
    ttl                     => Integer[20],
    loop_wait               => Integer[1],
    retry_timeout           => Integer[3],
    primary_start_timeout   => Integer[0],
    maximum_lag_on_failover => Integer[0],
    failsafe_mode           => Boolean,
    synchronous_mode        => Boolean,
    synchronous_mode_strict => Boolean,
    synchronous_node_count  => Integer[1],
}]
