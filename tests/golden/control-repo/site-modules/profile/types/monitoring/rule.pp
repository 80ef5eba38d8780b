# @summary An alert: what must be seen for how long before somebody is told, and what they should do.
type Profile::Monitoring::Rule = Struct[{
    name       => Pattern[/\A[A-Z][A-Za-z0-9]*\z/],
    service    => String[1],
    expression => String[1],
    lasting    => Pattern[/\A([0-9]+[smhdw])+\z/],
    severity   => Enum['warning', 'critical'],
    summary    => String[1],
    action     => String[1],
}]
