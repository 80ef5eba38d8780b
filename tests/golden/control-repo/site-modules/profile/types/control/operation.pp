# @summary A command that the maintenance node may ask for by name, and the pattern of each of its arguments.
type Profile::Control::Operation = Struct[{
    command   => String[1],
    arguments => Hash[Pattern[/\A[a-z_]+\z/], String[1]],
    changes   => Boolean,
    seconds   => Integer[1],
}]
