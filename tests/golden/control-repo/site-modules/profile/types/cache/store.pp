# @summary One Redis of the node. `durable`: what is in it must not be lost, so a master without replicas refuses writes.
type Profile::Cache::Store = Struct[{
    port         => Stdlib::Port,
    metrics_port => Stdlib::Port,
    monitor      => Pattern[/\A[a-z_]+\z/],
    durable      => Boolean,
    settings     => Hash[Pattern[/\A[a-z-]+\z/], Variant[Integer, String]],
}]
