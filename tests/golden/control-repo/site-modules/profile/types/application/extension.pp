# @summary A release of a PECL extension: where its archive is, and the digest without which it is not built.
type Profile::Application::Extension = Struct[{
    version => Pattern[/\A\d+\.\d+\.\d+\z/],
    url     => Stdlib::HTTPSUrl,
    sha256  => Pattern[/\A\h{64}\z/],
}]
