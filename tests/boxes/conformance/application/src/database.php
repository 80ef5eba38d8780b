<?php

declare(strict_types=1);

namespace Conformance;

use PDO;
use RuntimeException;

/** What the application keeps in the database; one statement a table. */
const TABLES = [
    'conformance_health' => 'node text PRIMARY KEY, token text NOT NULL, at timestamptz NOT NULL DEFAULT now()',
    // No key on id: a message that is processed twice has two rows.
    'conformance_messages' => 'id text NOT NULL, queue text NOT NULL, node text NOT NULL, process integer NOT NULL,'
        . ' redelivered boolean NOT NULL, at timestamptz NOT NULL DEFAULT now()',
    // No key here either: a form that is sent twice is there twice.
    'conformance_ledger' => 'run text NOT NULL, number bigint NOT NULL, node text NOT NULL, at timestamptz NOT NULL DEFAULT now()',
    'conformance_cron' => 'node text NOT NULL, at timestamptz NOT NULL DEFAULT now()',
];

/** Connect as Doctrine's PDO driver for PostgreSQL does. */
function database(string $dsn): PDO
{
    $parameters = database_parameters($dsn);
    $parts = [];
    foreach (['host', 'port', 'dbname', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslcrl', 'application_name'] as $name) {
        if (($parameters[$name] ?? '') !== '') {
            $parts[] = "$name={$parameters[$name]}";
        }
    }
    $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => 5, PDO::PGSQL_ATTR_DISABLE_PREPARES => true];
    $connection = new PDO('pgsql:' . implode(';', $parts), $parameters['user'], $parameters['password'], $options);
    if (isset($parameters['charset'])) {
        $connection->exec("SET NAMES '{$parameters['charset']}'");
    }
    $connection->exec('SET statement_timeout = 10000');
    return $connection;
}

/** Make the tables; several nodes may do so at the same time. */
function install(PDO $connection): void
{
    $connection->beginTransaction();
    $connection->exec("SELECT pg_advisory_xact_lock(hashtext('conformance'))");
    foreach (TABLES as $table => $columns) {
        $connection->exec("CREATE TABLE IF NOT EXISTS $table ($columns)");
    }
    $connection->commit();
}

/** Write and read a row in one transaction; the server must be of the DSN's version, and have what migrations need. */
function check_database(string $dsn): string
{
    $connection = database($dsn);
    $version = $connection->getAttribute(PDO::ATTR_SERVER_VERSION);
    $wanted = database_parameters($dsn)['serverVersion'] ?? throw new RuntimeException('ORO_DB_DSN has no serverVersion');
    if ((int) $version !== (int) $wanted) {
        throw new RuntimeException("PostgreSQL is $version, serverVersion says $wanted");
    }
    $connection->query('SELECT uuid_generate_v4()');
    $tls = $connection->query('SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()')->fetchColumn();

    $token = bin2hex(random_bytes(8));
    $connection->beginTransaction();
    $connection->prepare(
        'INSERT INTO conformance_health (node, token) VALUES (?, ?)'
        . ' ON CONFLICT (node) DO UPDATE SET token = excluded.token, at = now()'
    )->execute([node(), $token]);
    $read = $connection->prepare('SELECT token FROM conformance_health WHERE node = ?');
    $read->execute([node()]);
    $found = $read->fetchColumn();
    $connection->commit();
    if ($found !== $token) {
        throw new RuntimeException('the row that was written is not the row that was read');
    }
    return "PostgreSQL $version, " . ($tls ?: 'no TLS') . ': a row written and read in one transaction';
}
