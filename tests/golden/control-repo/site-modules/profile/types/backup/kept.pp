# @summary How long sets of each tier are kept, in restic's durations; 0 for a tier that is not made.
type Profile::Backup::Kept = Struct[{
    hourly  => Pattern[/\A(0|\d+[hdm])\z/],
    weekly  => Pattern[/\A(0|\d+[hdm])\z/],
    monthly => Pattern[/\A(0|\d+[hdm])\z/],
}]
