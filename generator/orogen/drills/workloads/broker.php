<?php

// RabbitMQ for workloads: a channel through the node's HAProxy, and messages that are confirmed.

declare(strict_types=1);

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Message\AMQPMessage;

function broker(): AMQPChannel
{
    $parts = parse_url(variable('ORO_MQ_DSN'));
    if (($parts['scheme'] ?? '') !== 'amqp') {
        throw new NotHere('the message queue is in the database');
    }
    $connection = new AMQPStreamConnection(
        $parts['host'],
        $parts['port'],
        urldecode($parts['user']),
        urldecode($parts['pass']),
        ltrim($parts['path'], '/'),
        connection_timeout: (float) PATIENCE,
        read_write_timeout: PATIENCE * 2.0,
        heartbeat: PATIENCE,
    );
    $channel = $connection->channel();
    $channel->confirm_select();
    return $channel;
}

/** Publish, and wait until the broker has confirmed that it has the message and that a queue took it. */
function confirmed(AMQPChannel $channel, string $exchange, string $key, AMQPMessage $message): void
{
    $problem = 'the broker did not confirm it';
    $returned = '';
    $channel->set_ack_handler(static function () use (&$problem): void {
        $problem = '';
    });
    $channel->set_nack_handler(static function () use (&$problem): void {
        $problem = 'the broker refused it';
    });
    $channel->set_return_listener(static function ($_code, $reason) use (&$returned): void {
        $returned = "no queue took it: $reason";
    });
    $channel->basic_publish($message, $exchange, $key, mandatory: true);
    $channel->wait_for_pending_acks_returns(PATIENCE * 2);
    if ($returned . $problem !== '') {
        throw new RuntimeException($returned ?: $problem);
    }
}
