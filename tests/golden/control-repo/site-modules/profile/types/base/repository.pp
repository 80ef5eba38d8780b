# @summary A vendor's package repository and the key that signs it.
#
# `fingerprints` are the full ones that the vendor publishes: a key that was fetched is trusted when it has one of them.
type Profile::Base::Repository = Struct[{
    sources      => Array[Struct[{
        uri        => Stdlib::HTTPUrl,
        suite      => String[1],
        components => Array[String[1], 1],
    }], 1],
    key          => Stdlib::HTTPSUrl,
    fingerprints => Array[Pattern[/\A[0-9A-F]{40}\z/], 1],
}]
