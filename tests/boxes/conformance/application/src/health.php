<?php

declare(strict_types=1);

namespace Conformance;

use RuntimeException;
use Throwable;

/** Each check: the variable it is about, and the function that is given its value and says what it did. */
const CHECKS = [
    'environment' => [null, 'check_environment'],
    'database' => ['ORO_DB_DSN', 'check_database'],
    'sessions' => ['ORO_SESSION_DSN', 'check_redis'],
    'cache' => ['ORO_REDIS_CACHE_DSN', 'check_redis'],
    'cache-doctrine' => ['ORO_REDIS_DOCTRINE_DSN', 'check_redis'],
    'cache-layout' => ['ORO_REDIS_LAYOUT_DSN', 'check_redis'],
    'queue' => ['ORO_MQ_DSN', 'check_queue'],
    'queue-delayed' => ['ORO_MQ_DSN', 'check_delayed_queue'],
    'search' => ['ORO_SEARCH_ENGINE_DSN', 'check_search'],
    'website-search' => ['ORO_WEBSITE_SEARCH_ENGINE_DSN', 'check_search'],
    'files-public' => ['ORO_MONGODB_DSN_PUBLIC', 'check_files'],
    'files-private' => ['ORO_MONGODB_DSN_PRIVATE', 'check_files'],
    'mail' => ['ORO_MAILER_DSN', 'check_mail'],
    'websocket-backend' => ['ORO_WEBSOCKET_BACKEND_DSN', 'check_websocket_backend'],
    'websocket-frontend' => ['ORO_WEBSOCKET_FRONTEND_DSN', 'check_websocket_frontend'],
];

/** Container parameters without which OroCommerce does not look at the variable. */
const PARAMETERS = [
    'ORO_REDIS_CACHE_DSN' => 'redis_dsn_cache: %env(ORO_REDIS_CACHE_DSN)%',
    'ORO_REDIS_DOCTRINE_DSN' => 'redis_dsn_doctrine: %env(ORO_REDIS_DOCTRINE_DSN)%',
    'ORO_REDIS_LAYOUT_DSN' => 'redis_dsn_layout: %env(ORO_REDIS_LAYOUT_DSN)%',
    'ORO_MONGODB_DSN_PUBLIC' => 'gaufrette_adapter.public: gridfs:%env(ORO_MONGODB_DSN_PUBLIC)%',
    'ORO_MONGODB_DSN_PRIVATE' => 'gaufrette_adapter.private: gridfs:%env(ORO_MONGODB_DSN_PRIVATE)%',
];

/** OroCommerce's own `.env-app` sets these empty: it takes all three or none. */
const WEBSOCKET = ['ORO_WEBSOCKET_SERVER_DSN', 'ORO_WEBSOCKET_FRONTEND_DSN', 'ORO_WEBSOCKET_BACKEND_DSN'];

/**
 * Run every check; the whole is ok when nothing failed.
 *
 * @return array{application: string, node: string, release: string, status: string, checks: array<string, mixed>}
 */
function health(): array
{
    $checks = [];
    foreach (array_keys(CHECKS) as $name) {
        $checks[$name] = run($name);
    }
    $failed = array_filter($checks, static fn (array $check): bool => $check['status'] === 'failed');
    return [
        'application' => NAME,
        'node' => node(),
        'release' => basename((string) realpath(RELEASE)),
        'status' => $failed === [] ? 'ok' : 'failed',
        'checks' => $checks,
    ];
}

/** @return array{status: string, milliseconds: int, what: string} */
function run(string $name): array
{
    [$variable, $check] = CHECKS[$name];
    $began = hrtime(true);
    try {
        $value = $variable === null ? '' : environment()[$variable] ?? throw new NotRun("no $variable in the environment");
        must_be_a_parameter($variable);
        [$status, $what] = ['ok', (__NAMESPACE__ . "\\$check")($value)];
    } catch (NotRun $reason) {
        [$status, $what] = ["not run: {$reason->getMessage()}", ''];
    } catch (Throwable $problem) {
        [$status, $what] = ['failed', $problem::class . ": {$problem->getMessage()}"];
    }
    $what = strtr($what, "\r\n\t", '   ');
    return ['status' => $status, 'milliseconds' => intdiv(hrtime(true) - $began, 1000000), 'what' => $what];
}

function must_be_a_parameter(?string $variable): void
{
    $line = PARAMETERS[$variable ?? ''] ?? null;
    $file = RELEASE . '/config/parameters.yml';
    $lines = $line !== null && is_readable($file) ? file($file) : [];
    // YAML quotes what begins with a percent sign.
    $plain = array_map(static fn (string $each): string => trim(strtr($each, ['"' => '', "'" => ''])), $lines);
    if ($line !== null && !in_array($line, $plain, true)) {
        throw new RuntimeException("config/parameters.yml has no line `$line`: OroCommerce would not look at $variable");
    }
}

/** What OroCommerce must never be given: empty values, and half of the websocket's addresses. */
function check_environment(): string
{
    $empty = array_keys(array_filter(environment(), static fn (string $value): bool => in_array($value, ['', 'NULL'], true)));
    if ($empty !== []) {
        throw new RuntimeException('empty variables: ' . implode(', ', $empty));
    }
    $given = array_intersect(WEBSOCKET, array_keys(environment()));
    if ($given !== [] && count($given) < count(WEBSOCKET)) {
        throw new RuntimeException('without ' . implode(', ', array_diff(WEBSOCKET, $given)) . ' there is no websocket at all');
    }
    if (variable('ORO_ENV') !== 'prod') {
        throw new RuntimeException('ORO_ENV is not prod');
    }
    return count(environment()) . ' variables, none empty';
}

/** @param array<string, mixed> $health */
function as_text(array $health): string
{
    $lines = ["{$health['application']}", "node {$health['node']}, release {$health['release']}: {$health['status']}"];
    foreach ($health['checks'] as $name => $check) {
        [$status, $reason] = explode(': ', $check['status'], 2) + [1 => $check['what']];
        $lines[] = sprintf('%-19s %-7s %6d ms  %s', $name, $status, $check['milliseconds'], $reason);
    }
    return implode("\n", $lines) . "\n";
}

/** @param array<string, mixed> $health */
function as_json(array $health): string
{
    // What a library says need not be UTF-8.
    $options = JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE;
    return json_encode($health, JSON_THROW_ON_ERROR | $options) . "\n";
}
