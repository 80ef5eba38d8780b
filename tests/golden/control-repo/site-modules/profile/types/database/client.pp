# @summary A user of the database oro, and the address that it logs in from.
type Profile::Database::Client = Struct[{
    user    => Enum['oro', 'backup'],
    address => Stdlib::IP::Address::V4,
}]
