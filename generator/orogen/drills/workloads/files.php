<?php

// MongoDB as GaufretteBundle reaches it: a list of hosts, of which the driver finds the primary. A file a number.

declare(strict_types=1);

use MongoDB\Driver\BulkWrite;
use MongoDB\Driver\Command;
use MongoDB\Driver\Manager;
use MongoDB\Driver\Query;
use MongoDB\Driver\ReadPreference;

require __DIR__ . '/ledger.php';

function connect(): Manager
{
    $milliseconds = PATIENCE * 1000;
    return new Manager(variable('ORO_MONGODB_DSN_PUBLIC'), [
        'serverSelectionTimeoutMS' => $milliseconds,
        'connectTimeoutMS' => $milliseconds,
        'socketTimeoutMS' => $milliseconds * 2,
        'w' => 'majority',
    ]);
}

function collection(string $run): string
{
    return ltrim(parse_url(strtok(variable('ORO_MONGODB_DSN_PUBLIC'), ','))['path'] ?? '/oro_public', '/') . ".drill_$run";
}

function prepare(string $run): void
{
    $server = connect()->executeCommand('admin', new Command(['buildInfo' => 1]))->toArray()[0];
    if ($server->standIn ?? false) {
        throw new NotHere('no MongoDB package: a stand-in without a replica set answers');
    }
}

function write(Manager $manager, string $run, int $number): void
{
    $entry = new BulkWrite();
    $entry->insert(['number' => $number]);
    $manager->executeBulkWrite(collection($run), $entry);
}

function holds(Manager $manager, string $run, int $number): bool
{
    return $manager->executeQuery(collection($run), new Query(['number' => $number]))->toArray() !== [];
}

/** @return list<int> */
function found(string $run): array
{
    $all = connect()->executeQuery(collection($run), new Query([]), ['readPreference' => new ReadPreference('primary')]);
    return array_map(static fn (object $entry): int => $entry->number, $all->toArray());
}

function clean(string $run): void
{
    [$database, $name] = explode('.', collection($run), 2);
    connect()->executeCommand($database, new Command(['drop' => $name]));
}

exit(main($argv));
