# @summary What a service of the node states about its units, about maintenance and about being drained.
type Profile::Control::Service = Struct[{
    members                          => Array[String[1]],
    Optional[units]                  => Array[Pattern[/\A[A-Za-z0-9@._-]+\z/], 1],
    Optional[maintenance_lock]       => Stdlib::Absolutepath,
    Optional[stopped_in_maintenance] => Array[Pattern[/\A[A-Za-z0-9@._-]+\z/], 1],
    Optional[drain]                  => Array[String[1], 1],
    Optional[undrain]                => Array[String[1], 1],
    Optional[probe]                  => Pattern[/\A[a-z]+\z/],
    Optional[handover]               => Array[String[1], 1],
    Optional[operations]             => Hash[Pattern[/\A[a-z]+\z/], Profile::Control::Operation],
}]
