<?php

// What the recovery drill has in the stores, written and read as the application does, by its own code and login.
// usage: php contents.php fill ORDERS FILES MESSAGES    writes so many more of each
//        php contents.php show                          prints what is there, as JSON

declare(strict_types=1);

namespace Conformance;

use MongoDB\Driver\Manager;
use MongoDB\Driver\Query;
use PDO;
use PhpAmqpLib\Channel\AMQPChannel;

require '/opt/orocommerce/current/src/application.php';

// Nobody consumes it: its messages stay where they are.
const WAITING = 'oro.recovery.waiting';
const DATABASES = ['ORO_MONGODB_DSN_PUBLIC', 'ORO_MONGODB_DSN_PRIVATE'];
const LARGEST = 400_000;
const TABLES_OF_IT = [
    'recovery_orders' => 'id bigserial PRIMARY KEY, code uuid NOT NULL UNIQUE DEFAULT uuid_generate_v4(),'
        . ' customer text NOT NULL, total numeric(12, 2) NOT NULL, placed timestamptz NOT NULL DEFAULT clock_timestamp()',
    'recovery_lines' => 'id bigserial PRIMARY KEY, order_id bigint NOT NULL REFERENCES recovery_orders (id),'
        . ' product text NOT NULL, quantity integer NOT NULL, picture bytea',
];

function fill_rows(PDO $connection, int $orders): void
{
    $connection->exec(
        "WITH placed AS (INSERT INTO recovery_orders (customer, total)"
        . " SELECT 'Müller & Söhne ' || n, (random() * 100000)::numeric(12, 2) FROM generate_series(1, $orders) AS n RETURNING id)"
        . ' INSERT INTO recovery_lines (order_id, product, quantity, picture)'
        . " SELECT id, md5(random()::text), n, decode(md5(random()::text), 'hex') FROM placed, generate_series(1, 3) AS n"
    );
}

function fill_files(int $files): void
{
    foreach (DATABASES as $name) {
        $manager = new Manager(variable($name));
        for ($number = 0; $number < $files; ++$number) {
            upload($manager, files_database(variable($name)), random_bytes(random_int(1, LARGEST)));
        }
    }
}

/** Publish as many for the consumers as for nobody. */
function fill_messages(int $messages): void
{
    command_publish(['oro.default'], ['count' => (string) $messages]);
    $channel = channel();
    $channel->confirm_select();
    for ($number = 0; $number < $messages; ++$number) {
        publish($channel, EXCHANGE, WAITING, bin2hex(random_bytes(8)), '{}');
    }
    $channel->getConnection()->close();
}

/** Declare the queue that waits; one of RabbitMQ's default type takes no priorities. */
function channel(): AMQPChannel
{
    $channel = broker(variable('ORO_MQ_DSN'))->channel();
    $channel->queue_declare(WAITING, durable: true, auto_delete: false);
    $channel->exchange_declare(EXCHANGE, 'direct', durable: true, auto_delete: false);
    $channel->queue_bind(WAITING, EXCHANGE, WAITING);
    return $channel;
}

function waiting(): int
{
    $channel = channel();
    $messages = $channel->queue_declare(WAITING, passive: true)[1];
    $channel->getConnection()->close();
    return $messages;
}

/** @return array{count: int, sha256: string} */
function digest(iterable $values): array
{
    [$all, $count] = [hash_init('sha256'), 0];
    foreach ($values as $value) {
        hash_update($all, "$value\n");
        ++$count;
    }
    return ['count' => $count, 'sha256' => hash_final($all)];
}

function rows(PDO $connection, string $table, string $which = 'true'): iterable
{
    // A table of messages has no key; what is there twice counts twice.
    $found = $connection->query("SELECT t::text FROM $table t WHERE $which ORDER BY t::text COLLATE \"C\"", PDO::FETCH_COLUMN, 0);
    foreach ($found as $row) {
        yield $row;
    }
}

function files(string $dsn): iterable
{
    [$manager, $database] = [new Manager($dsn), files_database($dsn)];
    foreach ($manager->executeQuery("$database.fs.files", new Query([], ['sort' => ['_id' => 1]])) as $file) {
        $content = '';
        $chunks = $manager->executeQuery("$database.fs.chunks", new Query(['files_id' => $file->_id], ['sort' => ['n' => 1]]));
        foreach ($chunks as $chunk) {
            $content .= $chunk->data->getData();
        }
        yield "$file->_id $file->filename $file->length " . strlen($content) . ' ' . hash('sha256', $content);
    }
}

/** @return array{stored: array<string, array{count: int, sha256: string}>, waiting: int} */
function contents(PDO $connection): array
{
    // A restore has the indexes made anew: what that sends to consumers has rows, too.
    $found = ['conformance_messages' => digest(rows($connection, 'conformance_messages', "queue = 'oro.default'"))];
    foreach (array_keys(TABLES_OF_IT) as $table) {
        $found[$table] = digest(rows($connection, $table));
    }
    foreach (DATABASES as $name) {
        $found[files_database(variable($name))] = digest(files(variable($name)));
    }
    return ['stored' => $found, 'waiting' => waiting()];
}

$connection = database(variable('ORO_DB_DSN'));
$connection->exec('SET statement_timeout = 0; SET TimeZone = UTC');
if ($argv[1] === 'fill') {
    [$orders, $files, $messages] = array_map(intval(...), array_slice($argv, 2));
    foreach (TABLES_OF_IT as $table => $columns) {
        $connection->exec("CREATE TABLE IF NOT EXISTS $table ($columns)");
    }
    fill_rows($connection, $orders);
    fill_files($files);
    fill_messages($messages);
} else {
    echo json_encode(contents($connection), JSON_PRETTY_PRINT | JSON_THROW_ON_ERROR), "\n";
}
