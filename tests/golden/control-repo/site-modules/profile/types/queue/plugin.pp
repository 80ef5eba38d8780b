# @summary A plugin of RabbitMQ's that no package has: what to fetch (or take from an image), and the digest without which it is not installed.
type Profile::Queue::Plugin = Struct[{
    version => Pattern[/\A\d+\.\d+\.\d+\z/],
    url     => Variant[Stdlib::HTTPSUrl, Pattern[/\Afile:\/\/\/[\w.\/-]+\z/]],
    sha256  => Pattern[/\A\h{64}\z/],
}]
