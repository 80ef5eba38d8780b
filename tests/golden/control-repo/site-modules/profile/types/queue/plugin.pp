# @summary A plugin of RabbitMQ's that no package has: what to fetch, and the digest without which it is not installed.
type Profile::Queue::Plugin = Struct[{
    version => Pattern[/\A\d+\.\d+\.\d+\z/],
    url     => Stdlib::HTTPSUrl,
    sha256  => Pattern[/\A\h{64}\z/],
}]
