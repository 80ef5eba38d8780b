# @summary A user, the database that it logs in to, and the address that it comes from.
type Profile::Database::Client = Struct[{
    user     => Enum['oro', 'backup', 'restore'],
    database => Enum['oro', 'all'],
    address  => Stdlib::IP::Address::V4,
}]
