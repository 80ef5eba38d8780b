# @summary One flow that the firewall lets in: from whom, to which port, and why.
#
# `name` names the set of its sources in the ruleset; `purpose` is the rule's comment, which nftables limits to 128 bytes.
type Profile::Firewall::Flow = Struct[{
    name     => Pattern[/\A[a-z][a-z0-9_]*\z/],
    purpose  => Pattern[/\A[^"\\\n]{1,128}\z/],
    protocol => Enum['tcp', 'udp'],
    port     => Variant[Stdlib::Port, Pattern[/\A\d+-\d+\z/]],
    sources  => Array[Variant[Stdlib::IP::Address::V4, Stdlib::IP::Address::V4::CIDR], 1],
}]
