# @summary What `oro-maintenance` has to know of a service.
type Profile::Maintenance::Service = Struct[{
    title                  => String[1],
    tier                   => String[1],
    model                  => Enum['majority', 'leader', 'any', 'every'],
    without                => String,
    members                => Array[String[1]],
    units                  => Array[Pattern[/\A[A-Za-z0-9@._-]+\z/]],
    probed                 => Boolean,
    hands_over             => Boolean,
    drained                => Boolean,
    in_maintenance         => Boolean,
    stopped_in_maintenance => Boolean,
}]
