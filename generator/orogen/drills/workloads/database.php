<?php

// PostgreSQL as Doctrine reaches it: through the node's HAProxy, over TLS with the authority checked.

declare(strict_types=1);

require __DIR__ . '/ledger.php';

function connect(): PDO
{
    return database();
}

function prepare(string $run): void
{
    $connection = connect();
    $connection->beginTransaction();
    $connection->exec("SELECT pg_advisory_xact_lock(hashtext('orogen_drill'))");
    // No key: what is written twice is there twice.
    $connection->exec('CREATE TABLE IF NOT EXISTS orogen_drill (run text NOT NULL, number bigint NOT NULL)');
    $connection->exec('CREATE INDEX IF NOT EXISTS orogen_drill_number ON orogen_drill (run, number)');
    $connection->commit();
}

function write(PDO $connection, string $run, int $number): void
{
    $connection->prepare('INSERT INTO orogen_drill (run, number) VALUES (?, ?)')->execute([$run, $number]);
}

function holds(PDO $connection, string $run, int $number): bool
{
    $rows = $connection->prepare('SELECT count(*) FROM orogen_drill WHERE run = ? AND number = ?');
    $rows->execute([$run, $number]);
    return $rows->fetchColumn() > 0;
}

/** @return list<int> */
function found(string $run): array
{
    $rows = connect()->prepare('SELECT number FROM orogen_drill WHERE run = ?');
    $rows->execute([$run]);
    return $rows->fetchAll(PDO::FETCH_COLUMN);
}

function clean(string $run): void
{
    connect()->exec('DROP TABLE IF EXISTS orogen_drill');
}

exit(main($argv));
