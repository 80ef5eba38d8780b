# @summary The weekly maintenance window: `duration` in minutes, `calendar` the same start in systemd's own words.
type Profile::Window = Struct[{
    day      => Enum['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
    start    => Pattern[/\A([01][0-9]|2[0-3]):[0-5][0-9]\z/],
    duration => Integer[1],
    timezone => Pattern[/\A[A-Za-z0-9_+\/-]+\z/],
    calendar => String[1],
}]
