<?php

// Redis as Symfony's RedisTrait has predis reach the sessions: the sentinels say who the master is.

declare(strict_types=1);

use Predis\Client;

require __DIR__ . '/ledger.php';

libraries();

function connect(): Client
{
    $dsn = variable('ORO_SESSION_DSN');
    if (!preg_match('#^redis://(?<password>[^@]*)@(?<first>[^?/]+)(?:\?(?<query>.*)|/\d+)$#', $dsn, $parts)) {
        throw new NotHere('ORO_SESSION_DSN is none of a cluster');
    }
    parse_str($parts['query'] ?? '', $query);
    if (!isset($query['redis_sentinel'])) {
        throw new NotHere('there is one Redis, and no Sentinel');
    }
    $hosts = array_map(
        static fn (string $host): string => "tcp://$host",
        [$parts['first'], ...array_map(strval(...), array_keys($query['host'] ?? []))],
    );
    $client = new Client($hosts, [
        'replication' => 'sentinel',
        'service' => $query['redis_sentinel'],
        'parameters' => [
            'password' => $parts['password'],
            'database' => (int) $query['dbindex'],
            'timeout' => PATIENCE,
            'read_write_timeout' => PATIENCE,
        ],
    ]);
    $client->getConnection()->setSentinelTimeout(PATIENCE);
    // predis would try for 20 s by itself, and nobody would see it.
    $client->getConnection()->setRetryLimit(0);
    // Replicas may be a moment behind: what is read is what the next write would meet.
    $client->getConnection()->switchToMaster();
    return $client;
}

function prepare(string $run): void
{
    connect()->ping();
}

function write(Client $client, string $run, int $number): void
{
    // A session is a key of its own; how often it was written is its value.
    $client->incr("orogen-drill:$run:$number");
}

function holds(Client $client, string $run, int $number): bool
{
    return $client->exists("orogen-drill:$run:$number") > 0;
}

/** @return list<int> */
function found(string $run): array
{
    $client = connect();
    $found = [];
    foreach (keys_of($client, $run) as $key) {
        $number = (int) substr($key, strrpos($key, ':') + 1);
        array_push($found, ...array_fill(0, (int) $client->get($key), $number));
    }
    return $found;
}

function clean(string $run): void
{
    $client = connect();
    foreach (keys_of($client, $run) as $key) {
        $client->del([$key]);
    }
}

/** @return list<string> */
function keys_of(Client $client, string $run): array
{
    $cursor = '0';
    $keys = [];
    do {
        [$cursor, $some] = $client->scan($cursor, ['MATCH' => "orogen-drill:$run:*", 'COUNT' => 1000]);
        array_push($keys, ...$some);
    } while ((string) $cursor !== '0');
    return array_values(array_unique($keys));
}

exit(main($argv));
