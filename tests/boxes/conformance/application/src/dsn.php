<?php

// Each kind of DSN, taken apart as OroCommerce takes it apart. None is repaired: what OroCommerce refuses is refused here.
// No message holds a DSN, as each has a password.

declare(strict_types=1);

namespace Conformance;

use InvalidArgumentException;

/**
 * Doctrine DBAL's DsnParser: parts are decoded, the query joins them.
 *
 * @return array<string, mixed>
 */
function database_parameters(string $dsn): array
{
    $parts = url_parts($dsn, 'database');
    if (!in_array($parts['scheme'], ['postgres', 'postgresql', 'pgsql', 'pdo-pgsql'], true)) {
        throw new InvalidArgumentException("{$parts['scheme']} is no database that OroCommerce runs on");
    }
    $decoded = array_map(static fn ($part) => is_string($part) ? rawurldecode($part) : $part, $parts);
    parse_str($decoded['query'] ?? '', $query);
    $named = [
        'host' => $decoded['host'] ?? '',
        'port' => $decoded['port'] ?? '',
        'dbname' => substr($decoded['path'] ?? '', 1),
        'user' => $decoded['user'] ?? '',
        'password' => $decoded['pass'] ?? '',
    ];
    return [...$named, ...$query];
}

/**
 * Symfony's RedisTrait, which OroCommerce's RedisConfigBundle hands its DSNs to: one host and `host[...]` for more.
 *
 * @return array{hosts: list<array{host: string, port: int}>, password: ?string, user: ?string, database: int, sentinel: ?string}
 */
function redis_parameters(string $dsn): array
{
    // The part before the first `@` is a password, unless a colon divides it; parse_url would call it a user.
    if (!preg_match('#^redis:(?<slashes>//)?(?:(?:(?<user>[^:@]*):)?(?<password>[^@]*)@)?(?<rest>.*)$#', $dsn, $found)) {
        throw new InvalidArgumentException('a Redis DSN begins with "redis:"');
    }
    $parts = parse_url("file:{$found['slashes']}{$found['rest']}");
    if ($parts === false) {
        throw new InvalidArgumentException('the Redis DSN cannot be parsed');
    }
    parse_str($parts['query'] ?? '', $query);
    $more = $query['host'] ?? [];
    if (!is_array($more)) {
        throw new InvalidArgumentException('further hosts of a Redis DSN are written host[ADDRESS:PORT]');
    }
    $hosts = isset($parts['host']) ? [['host' => $parts['host'], 'port' => $parts['port'] ?? 6379]] : [];
    foreach (array_keys($more) as $member) {
        [$host, $port] = explode(':', (string) $member) + [1 => '6379'];
        $hosts[] = ['host' => $host, 'port' => (int) $port];
    }
    if ($hosts === []) {
        throw new InvalidArgumentException('the Redis DSN has no host');
    }
    $path = $parts['path'] ?? '';
    if ($path !== '' && !preg_match('#/(\d+)$#', $path)) {
        throw new InvalidArgumentException('the path of a Redis DSN is the number of a database');
    }
    $sentinel = $query['redis_sentinel'] ?? null;
    if (count($hosts) > 1 && $sentinel === null) {
        throw new InvalidArgumentException('several hosts without redis_sentinel would be a cluster, which orogen has none of');
    }
    return [
        'hosts' => $hosts,
        'user' => $found['user'] ?: null,
        'password' => $found['password'] ?: null,
        'database' => (int) ($path === '' ? $query['dbindex'] ?? 0 : basename($path)),
        'sentinel' => $sentinel,
    ];
}

/**
 * OroCommerce's Component\MessageQueue: one host, and a path that is the virtual host, decoded.
 *
 * @return array{transport: string, host: ?string, port: ?int, user: ?string, password: ?string, virtual_host: string}
 */
function queue_parameters(string $dsn): array
{
    $parts = url_parts(strtr($dsn, ['amqp:///' => 'amqp://localhost/', 'amqp://:' => 'amqp://localhost:']), 'message queue');
    $path = urldecode(ltrim($parts['path'] ?? '', '/'));
    return [
        'transport' => $parts['scheme'],
        'host' => one_host($parts),
        'port' => $parts['port'] ?? null,
        ...login($parts),
        'virtual_host' => $path === '' ? '/' : $path,
    ];
}

/**
 * OroCommerce's SearchBundle: one host, no path, and a prefix.
 *
 * @return array{engine: string, host: ?string, port: ?int, user: ?string, password: ?string, prefix: ?string}
 */
function search_parameters(string $dsn): array
{
    $parts = url_parts($dsn, 'search engine');
    if (trim($parts['path'] ?? '', '/') !== '') {
        throw new InvalidArgumentException('a search engine DSN has no path');
    }
    parse_str($parts['query'] ?? '', $query);
    return [
        'engine' => str_replace('-', '_', $parts['scheme']),
        'host' => one_host($parts),
        'port' => $parts['port'] ?? null,
        ...login($parts),
        'prefix' => isset($query['prefix']) ? urldecode($query['prefix']) : null,
    ];
}

/** OroCommerce's GridFSConfigBundle: the database comes last, and nothing after it. */
function files_database(string $dsn): string
{
    if (!preg_match('|mongodb://.*/(?<db>\w+)$|', $dsn, $found)) {
        throw new InvalidArgumentException('a GridFS DSN ends with a database of letters, digits and underscores');
    }
    return $found['db'];
}

/**
 * Symfony's mailer.
 *
 * @return array{scheme: string, host: string, port: ?int, user: ?string, password: ?string}
 */
function mail_parameters(string $dsn): array
{
    $parts = url_parts($dsn, 'mailer');
    if (!isset($parts['host'])) {
        throw new InvalidArgumentException('a mailer DSN has a host');
    }
    return ['scheme' => $parts['scheme'], 'host' => $parts['host'], 'port' => $parts['port'] ?? null, ...login($parts)];
}

/**
 * OroCommerce's SyncBundle: without a scheme it is tcp, without a host any; the path counts without its slashes.
 *
 * @return array{transport: string, host: string, port: int, path: string}
 */
function websocket_parameters(string $dsn): array
{
    $parts = parse_url($dsn);
    if ($parts === false || !isset($parts['port'])) {
        throw new InvalidArgumentException('the websocket DSN cannot be parsed, or has no port');
    }
    return [
        'transport' => $parts['scheme'] ?? 'tcp',
        'host' => $parts['host'] ?? '*',
        'port' => $parts['port'],
        'path' => trim($parts['path'] ?? '', '/'),
    ];
}

/** @return array<string, mixed> */
function url_parts(string $dsn, string $kind): array
{
    $parts = parse_url($dsn);
    if ($parts === false || !isset($parts['scheme'])) {
        throw new InvalidArgumentException("the $kind DSN cannot be parsed, or has no scheme");
    }
    return $parts;
}

/**
 * OroCommerce knows one host; PHP itself may connect to the first of several.
 *
 * @param array<string, mixed> $parts
 */
function one_host(array $parts): ?string
{
    $host = $parts['host'] ?? null;
    if (str_contains($host ?? '', ',')) {
        throw new InvalidArgumentException("a {$parts['scheme']} DSN has one host");
    }
    return $host;
}

/**
 * @param array<string, mixed> $parts
 * @return array{user: ?string, password: ?string}
 */
function login(array $parts): array
{
    $decoded = static fn (string $name): ?string => ($parts[$name] ?? '') === '' ? null : urldecode($parts[$name]);
    return ['user' => $decoded('user'), 'password' => $decoded('pass')];
}
