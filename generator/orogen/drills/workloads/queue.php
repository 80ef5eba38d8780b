<?php

// RabbitMQ as OroCommerce reaches it: through the node's HAProxy, with confirmed messages in a queue that every member
// knows. One worker publishes, another takes; what is taken counts as found.

declare(strict_types=1);

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Exception\AMQPTimeoutException;
use PhpAmqpLib\Message\AMQPMessage;

require __DIR__ . '/ledger.php';
require __DIR__ . '/broker.php';

libraries();

const EXCHANGE = 'oro.drill';

function connect(): AMQPChannel
{
    return broker();
}

function queue(string $run): string
{
    // The worker that takes has the run of the one that publishes.
    return "oro.drill.$run";
}

function prepare(string $run): void
{
    $channel = connect();
    $channel->exchange_declare(EXCHANGE, 'direct', durable: true, auto_delete: false);
    $channel->queue_declare(queue($run), durable: true, auto_delete: false);
    $channel->queue_bind(queue($run), EXCHANGE, $run);
    $channel->getConnection()->close();
}

function write(AMQPChannel $channel, string $run, int $number): void
{
    $properties = ['delivery_mode' => AMQPMessage::DELIVERY_MODE_PERSISTENT];
    confirmed($channel, EXCHANGE, $run, new AMQPMessage((string) $number, $properties));
}

/** A message cannot be read without taking it. */
function holds(AMQPChannel $_channel, string $_run, int $_number): bool
{
    return true;
}

function take_on(string $run): void
{
    while (!told_to_stop()) {
        $began = microtime(true);
        try {
            take_from(connect(), $run);
        } catch (NotHere $reason) {
            throw $reason;
        } catch (Throwable $problem) {
            say('take', 0, $began, 'failed ' . words($problem));
            usleep(200000);
        }
    }
}

function take_from(AMQPChannel $channel, string $run): void
{
    $stopped = false;
    $channel->basic_qos(0, 1, false);
    $channel->basic_consume(queue($run), callback: static function (AMQPMessage $message): void {
        $began = microtime(true);
        $message->ack();
        say('take', (int) $message->getBody(), $began, 'ok' . ($message->isRedelivered() ? ' delivered again' : ''));
    });
    while (!$stopped) {
        try {
            $channel->wait(null, false, 0.2);
        } catch (AMQPTimeoutException) {
            $channel->getConnection()->checkHeartBeat();
        }
        $stopped = told_to_stop();
    }
    $channel->getConnection()->close();
}

/** @return list<int> */
function found(string $run): array
{
    $channel = connect();
    $numbers = [];
    while ($message = $channel->basic_get(queue($run))) {
        $numbers[] = (int) $message->getBody();
        $message->ack();
    }
    return $numbers;
}

function clean(string $run): void
{
    $channel = connect();
    $channel->queue_delete(queue($run));
    $channel->exchange_delete(EXCHANGE);
}

exit(main($argv));
