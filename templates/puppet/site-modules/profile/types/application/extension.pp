# @summary A release of a PECL extension and the digest of its archive.
type Profile::Application::Extension = Struct[{
    version => Pattern[/\A\d+\.\d+\.\d+\z/],
    sha256  => Pattern[/\A\h{64}\z/],
}]
