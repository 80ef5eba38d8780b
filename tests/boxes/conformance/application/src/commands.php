<?php

declare(strict_types=1);

namespace Conformance;

use PhpAmqpLib\Exception\AMQPTimeoutException;
use PhpAmqpLib\Message\AMQPMessage;
use RuntimeException;

/** Console commands; those that units call have OroCommerce's names. */
const COMMANDS = [
    'conformance:install' => 'command_install',
    'conformance:health' => 'command_health',
    'conformance:publish' => 'command_publish',
    'conformance:rows' => 'command_rows',
    'oro:message-queue:transport:consume' => 'command_consume',
    'oro:cron' => 'command_cron',
    'oro:search:reindex' => 'command_reindex',
    'oro:website-search:reindex' => 'command_reindex',
    'gos:websocket:server' => 'command_serve',
];

/**
 * Run a command; `--name=value` and `--name` are options, wherever they stand.
 *
 * @param list<string> $words
 */
function console(array $words): int
{
    [$arguments, $options] = [[], []];
    foreach ($words as $word) {
        if (str_starts_with($word, '--')) {
            [$name, $value] = explode('=', substr($word, 2), 2) + [1 => ''];
            $options[$name] = $value;
        } else {
            $arguments[] = $word;
        }
    }
    $command = COMMANDS[array_shift($arguments) ?? ''] ?? null;
    if ($command === null) {
        fwrite(STDERR, NAME . "\ncommands: " . implode(', ', array_keys(COMMANDS)) . "\n");
        return 2;
    }
    return (__NAMESPACE__ . "\\$command")($arguments, $options);
}

/** Make the tables. */
function command_install(): int
{
    install(database(variable('ORO_DB_DSN')));
    return 0;
}

/**
 * Print the health: --format=json|text.
 *
 * @param list<string> $_arguments
 * @param array<string, string> $options
 */
function command_health(array $_arguments, array $options): int
{
    $health = health();
    echo ($options['format'] ?? 'text') === 'json' ? as_json($health) : as_text($health);
    return $health['status'] === 'ok' ? 0 : 1;
}

/**
 * Publish messages to a queue and print the identity of each once the broker has confirmed it: QUEUE --count=1, and
 * --seconds=0 that a consumer shall work on each.
 *
 * @param list<string> $arguments
 * @param array<string, string> $options
 */
function command_publish(array $arguments, array $options): int
{
    $queue = $arguments[0] ?? throw new RuntimeException('which queue?');
    $connection = broker(variable('ORO_MQ_DSN'));
    $channel = $connection->channel();
    $channel->confirm_select();
    declare_queue($channel, $queue);
    for ($number = 0; $number < (int) ($options['count'] ?? 1); ++$number) {
        $id = bin2hex(random_bytes(8));
        publish($channel, EXCHANGE, $queue, $id, (string) json_encode(['seconds' => (int) ($options['seconds'] ?? 0)]));
        echo "$id\n";
    }
    $connection->close();
    return 0;
}

/**
 * Print a table's rows, newest first, one JSON object a line: messages, cron or health; --limit=1000.
 *
 * @param list<string> $arguments
 * @param array<string, string> $options
 */
function command_rows(array $arguments, array $options): int
{
    $table = 'conformance_' . ($arguments[0] ?? '');
    if (!isset(TABLES[$table])) {
        throw new RuntimeException('which table? ' . implode(', ', str_replace('conformance_', '', array_keys(TABLES))));
    }
    $limit = (int) ($options['limit'] ?? 1000);
    foreach (database(variable('ORO_DB_DSN'))->query("SELECT to_json(t) FROM $table t ORDER BY at DESC LIMIT $limit") as [$row]) {
        echo "$row\n";
    }
    return 0;
}

/**
 * Consume a queue, a row for each message, until a limit or a signal; a message in work is finished first.
 *
 * @param list<string> $arguments
 * @param array<string, string> $options --time-limit, a date as PHP reads it; --memory-limit, MiB
 */
function command_consume(array $arguments, array $options): int
{
    $queue = $arguments[0] ?? throw new RuntimeException('which queue?');
    $until = strtotime($options['time-limit'] ?? 'now + 1 day');
    $memory = (int) ($options['memory-limit'] ?? 0) * 1048576 ?: PHP_INT_MAX;
    if ($until === false) {
        throw new RuntimeException('--time-limit is no date');
    }
    $stopped = until_told();
    $database = database(variable('ORO_DB_DSN'));
    $row = $database->prepare('INSERT INTO conformance_messages (id, queue, node, process, redelivered) VALUES (?, ?, ?, ?, ?)');
    $connection = broker(variable('ORO_MQ_DSN'));
    $channel = $connection->channel();
    declare_queue($channel, $queue);
    $channel->basic_qos(0, 1, false);
    $channel->basic_consume($queue, callback: static function (AMQPMessage $message) use ($row, $queue): void {
        // Not sleep(), which a signal would cut short.
        $finished = microtime(true) + (json_decode($message->getBody(), true)['seconds'] ?? 0);
        while (microtime(true) < $finished) {
            usleep(50000);
        }
        $id = $message->has('message_id') ? $message->get('message_id') : '';
        $row->execute([$id, $queue, node(), getmypid(), $message->isRedelivered() ? 'true' : 'false']);
        $message->ack();
    });
    while (!$stopped() && time() < $until && memory_get_usage(true) < $memory) {
        try {
            $channel->wait(null, false, 1);
        } catch (AMQPTimeoutException) {
            $connection->checkHeartBeat();
        }
    }
    $connection->close();
    return 0;
}

/** Write a row for this minute; in maintenance nothing but an error, as OroCommerce. */
function command_cron(): int
{
    if (file_exists(variable('ORO_MAINTENANCE_LOCK_FILE_PATH'))) {
        fwrite(STDERR, "maintenance\n");
        return 1;
    }
    database(variable('ORO_DB_DSN'))->prepare('INSERT INTO conformance_cron (node) VALUES (?)')->execute([node()]);
    return 0;
}

/**
 * Have an index made anew: with --scheduled a message to a consumer, as OroCommerce's, and nothing else.
 *
 * @param list<string> $_arguments
 * @param array<string, string> $options
 */
function command_reindex(array $_arguments, array $options): int
{
    if (!isset($options['scheduled'])) {
        throw new RuntimeException('there is no index here: --scheduled');
    }
    return command_publish(['oro.index'], []);
}

/** Serve websockets where ORO_WEBSOCKET_SERVER_DSN says. */
function command_serve(): int
{
    serve(variable('ORO_WEBSOCKET_SERVER_DSN'));
    return 0;
}
