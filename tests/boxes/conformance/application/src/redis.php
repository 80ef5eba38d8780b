<?php

declare(strict_types=1);

namespace Conformance;

use Predis\Client;
use Predis\Connection\NodeConnectionInterface;
use RuntimeException;

/** Connect as Symfony's RedisTrait sets predis up for OroCommerce, but with timeouts that a page can wait for. */
function redis(string $dsn): Client
{
    $parameters = redis_parameters($dsn);
    $login = array_filter(['username' => $parameters['user'], 'password' => $parameters['password']]);
    $node = [
        ...$login,
        'database' => $parameters['database'],
        'timeout' => 5,
        'read_write_timeout' => 5,
        'tcp_nodelay' => true,
    ];
    if ($parameters['sentinel'] === null) {
        return new Client(['scheme' => 'tcp', ...$parameters['hosts'][0]], ['parameters' => $node]);
    }
    $sentinels = array_map(static fn (array $host): array => ['scheme' => 'tcp', ...$host], $parameters['hosts']);
    $client = new Client($sentinels, [
        'replication' => 'sentinel',
        'service' => $parameters['sentinel'],
        'parameters' => $node,
    ]);
    $client->getConnection()->setSentinelTimeout(5);
    // Seconds that a failover may take; predis would try 20 times.
    $client->getConnection()->setRetryLimit(8);
    return $client;
}

/** Set a value on the master, read it on a connection of its own, which predis leads to a replica, and delete it. */
function check_redis(string $dsn): string
{
    $client = redis($dsn);
    $key = 'conformance:' . node() . ':' . bin2hex(random_bytes(8));
    $client->set($key, $key, 'EX', 60);
    $reader = redis($dsn);
    $began = microtime(true);
    // A replica may be a moment behind.
    while ($reader->get($key) !== $key) {
        if (microtime(true) - $began > 3) {
            throw new RuntimeException('a value that was set could not be read within 3 s');
        }
        usleep(5000);
    }
    $client->del([$key]);
    $database = redis_parameters($dsn)['database'];
    return 'set on ' . used($client) . ', read on ' . used($reader) . ", deleted; database $database; predis " . Client::VERSION;
}

/** Give the server that a client talks to. */
function used(Client $client): string
{
    $connection = $client->getConnection();
    return (string) ($connection instanceof NodeConnectionInterface ? $connection : $connection->getCurrent());
}
