# @summary A policy of RabbitMQ's: the queues it is for, by a pattern of their names, and what it defines for them.
type Profile::Queue::Policy = Struct[{
    pattern    => String[1],
    apply_to   => Enum['queues', 'quorum_queues'],
    definition => Hash[String[1], Variant[Integer, String], 1],
}]
