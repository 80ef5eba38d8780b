<?php

declare(strict_types=1);

namespace Conformance;

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Exception\AMQPExceptionInterface;
use PhpAmqpLib\Message\AMQPMessage;
use PhpAmqpLib\Wire\AMQPTable;
use RuntimeException;

const HEARTBEAT = 60;
/** OroCommerce's normal priority, of 0 to 4. */
const PRIORITY = 2;
/** Leads a message to the queue that its routing key names: the user may not publish to RabbitMQ's own default exchange. */
const EXCHANGE = 'oro.conformance';

function broker(string $dsn): AMQPStreamConnection
{
    $parameters = queue_parameters($dsn);
    if ($parameters['transport'] !== 'amqp') {
        throw new NotRun("the message queue is {$parameters['transport']}:, not amqp:");
    }
    return new AMQPStreamConnection(
        $parameters['host'] ?? 'localhost',
        $parameters['port'] ?? 5672,
        $parameters['user'] ?? 'guest',
        $parameters['password'] ?? 'guest',
        $parameters['virtual_host'],
        connection_timeout: 5.0,
        read_write_timeout: 2.0 * HEARTBEAT + 10,
        heartbeat: HEARTBEAT,
    );
}

/** Declare a queue as OroCommerce does; one that is there in another form is an error. */
function declare_queue(AMQPChannel $channel, string $queue): void
{
    $channel->queue_declare($queue, durable: true, auto_delete: false, arguments: new AMQPTable(['x-max-priority' => 4]));
    $channel->exchange_declare(EXCHANGE, 'direct', durable: true, auto_delete: false);
    $channel->queue_bind($queue, EXCHANGE, $queue);
}

/** Publish and wait until the broker has confirmed that it has the message, and that a queue took it. */
function publish(AMQPChannel $channel, string $exchange, string $key, string $id, string $body, int $delay = 0): void
{
    $headers = $delay > 0 ? ['application_headers' => new AMQPTable(['x-delay' => $delay])] : [];
    $message = new AMQPMessage($body, [
        'message_id' => $id,
        'content_type' => 'application/json',
        'delivery_mode' => AMQPMessage::DELIVERY_MODE_PERSISTENT,
        'priority' => PRIORITY,
        ...$headers,
    ]);
    $problem = null;
    $channel->set_nack_handler(static function () use (&$problem): void {
        $problem = 'the broker refused the message';
    });
    $channel->set_return_listener(static function ($_code, $reason) use (&$problem): void {
        $problem = "no queue took the message: $reason";
    });
    // What an exchange delays has no queue yet.
    $channel->basic_publish($message, $exchange, $key, mandatory: $delay === 0);
    $channel->wait_for_pending_acks_returns(10);
    if ($problem !== null) {
        throw new RuntimeException($problem);
    }
}

/** Take the message with this identity out of a queue within so many seconds. */
function take(AMQPChannel $channel, string $queue, string $id, float $patience): void
{
    $until = microtime(true) + $patience;
    do {
        $message = $channel->basic_get($queue);
        if ($message !== null && $message->get('message_id') === $id) {
            $channel->basic_ack($message->getDeliveryTag());
            return;
        }
        usleep(20000);
    } while (microtime(true) < $until);
    throw new RuntimeException("a confirmed message did not arrive within $patience s");
}

/** Declare oro.default as OroCommerce does; publish, confirm and get through a queue of its own, which no consumer reads. */
function check_queue(string $dsn): string
{
    $connection = broker($dsn);
    try {
        $channel = $connection->channel();
        $channel->confirm_select();
        $channel->exchange_declare('oro.default', 'fanout', durable: true, auto_delete: false);
        declare_queue($channel, 'oro.default');
        $channel->queue_bind('oro.default', 'oro.default');

        $id = bin2hex(random_bytes(8));
        $queue = "oro.conformance.$id";
        $channel->queue_declare($queue, exclusive: true);
        $channel->queue_bind($queue, EXCHANGE, $queue);
        publish($channel, EXCHANGE, $queue, $id, '{}');
        take($channel, $queue, $id, 5);
        $channel->queue_delete($queue);
        $properties = $connection->getServerProperties();
        return "RabbitMQ {$properties['version'][1]}: oro.default declared; a message published, confirmed, got and acknowledged";
    } finally {
        $connection->close();
    }
}

/** The same through an exchange that delays, which OroCommerce cannot do without. */
function check_delayed_queue(string $dsn): string
{
    $connection = broker($dsn);
    try {
        $channel = $connection->channel();
        $channel->confirm_select();
        $delayed = new AMQPTable(['x-delayed-type' => 'fanout']);
        $channel->exchange_declare('oro.default.delayed', 'x-delayed-message', durable: true, auto_delete: false, arguments: $delayed);

        $id = bin2hex(random_bytes(8));
        $name = "oro.conformance.$id";
        $channel->exchange_declare($name, 'x-delayed-message', auto_delete: true, arguments: $delayed);
        $channel->queue_declare($name, exclusive: true);
        $channel->queue_bind($name, $name);
        $began = microtime(true);
        publish($channel, $name, '', $id, '{}', delay: 300);
        take($channel, $name, $id, 5);
        $waited = (int) ((microtime(true) - $began) * 1000);
        $channel->queue_delete($name);
        if ($waited < 300) {
            throw new RuntimeException("a message delayed by 300 ms came after $waited ms");
        }
        return "a message delayed by 300 ms came after $waited ms";
    } catch (AMQPExceptionInterface $problem) {
        if (str_contains($problem->getMessage(), "unknown exchange type 'x-delayed-message'")) {
            throw new NotRun('no delayed-message plugin in this RabbitMQ');
        }
        throw $problem;
    } finally {
        $connection->close();
    }
}
