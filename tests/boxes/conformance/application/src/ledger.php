<?php

declare(strict_types=1);

namespace Conformance;

/**
 * The page that drills visit, as a shop's page needs both stores: POST writes a row and the visitor's session, GET shows
 * that the row is there, GET without a number lists all of a run, DELETE removes them.
 *
 * @param array<string, string> $query
 * @return array{int, string} status and body
 */
function ledger(string $method, array $query): array
{
    $run = $query['run'] ?? '';
    $number = $query['number'] ?? '';
    $connection = database(variable('ORO_DB_DSN'));
    // As OroCommerce: a commit that is cancelled while it waits for a standby would look like one that the standby has.
    $connection->exec('SET statement_timeout = 0');
    $session = redis(variable('ORO_SESSION_DSN'));
    $answer = static function (string $statement, string ...$values) use ($connection): array {
        $rows = $connection->prepare($statement);
        $rows->execute($values);
        return $rows->columnCount() > 0 ? $rows->fetchAll(\PDO::FETCH_COLUMN) : [];
    };
    if ($method === 'POST') {
        $session->setex("conformance:ledger:$run", 3600, $number);
        $answer('INSERT INTO conformance_ledger (run, number, node) VALUES (?, ?, ?)', $run, $number, node());
        return [200, "written\n"];
    }
    if ($method === 'DELETE') {
        $answer('DELETE FROM conformance_ledger WHERE run = ?', $run);
        return [200, "removed\n"];
    }
    if ($number === '') {
        return [200, implode("\n", $answer('SELECT number FROM conformance_ledger WHERE run = ? ORDER BY number', $run)) . "\n"];
    }
    $session->get("conformance:ledger:$run");
    $there = $answer('SELECT 1 FROM conformance_ledger WHERE run = ? AND number = ?', $run, $number) !== [];
    return $there ? [200, "here\n"] : [404, "no such row\n"];
}
