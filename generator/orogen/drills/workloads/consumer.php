<?php

// Consumers, as the conformance application has them: each message is published to one of OroCommerce's queues, and the
// consumer that takes it writes a row.

declare(strict_types=1);

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Message\AMQPMessage;

const QUEUE = 'oro.default';

require __DIR__ . '/ledger.php';
require __DIR__ . '/broker.php';

libraries();

function connect(): AMQPChannel
{
    return broker();
}

function prepare(string $run): void
{
    if (rows("SELECT to_regclass('conformance_messages')") === [null]) {
        throw new NotHere('the deployed release has no table of messages: it is not the conformance application');
    }
}

function write(AMQPChannel $channel, string $run, int $number): void
{
    confirmed($channel, 'oro.conformance', QUEUE, new AMQPMessage('{"seconds": 0}', [
        'message_id' => "$run:$number",
        'delivery_mode' => AMQPMessage::DELIVERY_MODE_PERSISTENT,
    ]));
}

/** Whether it has been done is seen in the end. */
function holds(AMQPChannel $_channel, string $_run, int $_number): bool
{
    return true;
}

/** @return list<int> */
function found(string $run): array
{
    return rows("SELECT substr(id, strpos(id, ':') + 1)::bigint FROM conformance_messages WHERE id LIKE ?", "$run:%");
}

function clean(string $run): void
{
    rows('DELETE FROM conformance_messages WHERE id LIKE ?', "$run:%");
}

/** @return list<mixed> */
function rows(string $statement, string ...$values): array
{
    $rows = database()->prepare($statement);
    $rows->execute($values);
    return $rows->fetchAll(PDO::FETCH_COLUMN);
}

exit(main($argv));
