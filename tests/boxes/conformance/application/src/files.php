<?php

declare(strict_types=1);

namespace Conformance;

use MongoDB\BSON\Binary;
use MongoDB\BSON\ObjectId;
use MongoDB\BSON\UTCDateTime;
use MongoDB\Driver\BulkWrite;
use MongoDB\Driver\Command;
use MongoDB\Driver\Manager;
use MongoDB\Driver\Query;
use RuntimeException;

const CHUNK = 261120;

/** Upload a file of two chunks to GridFS, download it and delete it. */
function check_files(string $dsn): string
{
    $database = files_database($dsn);
    $manager = new Manager($dsn, ['serverSelectionTimeoutMS' => 5000, 'connectTimeoutMS' => 5000, 'socketTimeoutMS' => 30000]);
    $server = $manager->executeCommand($database, new Command(['buildInfo' => 1]))->toArray()[0];
    if ($server->standIn ?? false) {
        throw new NotRun('no MongoDB package');
    }
    $content = random_bytes(CHUNK + 1000);
    $id = upload($manager, $database, $content);
    $chunks = $manager->executeQuery("$database.fs.chunks", new Query(['files_id' => $id], ['sort' => ['n' => 1]]));
    $read = '';
    foreach ($chunks as $chunk) {
        $read .= $chunk->data->getData();
    }
    remove($manager, $database, $id);
    if ($read !== $content) {
        throw new RuntimeException('the file that came back is not the file that was stored');
    }
    return "MongoDB {$server->version}: a file of two chunks stored, read back and deleted in $database";
}

/** Store content the way GridFS lays it out: its chunks, then its entry, and the indexes of both. */
function upload(Manager $manager, string $database, string $content): ObjectId
{
    foreach (['fs.files' => ['filename' => 1, 'uploadDate' => 1], 'fs.chunks' => ['files_id' => 1, 'n' => 1]] as $collection => $key) {
        $index = ['key' => $key, 'name' => implode('_1_', array_keys($key)) . '_1', 'unique' => $collection === 'fs.chunks'];
        $manager->executeCommand($database, new Command(['createIndexes' => $collection, 'indexes' => [$index]]));
    }
    $id = new ObjectId();
    $chunks = new BulkWrite();
    foreach (str_split($content, CHUNK) as $number => $data) {
        $chunks->insert(['files_id' => $id, 'n' => $number, 'data' => new Binary($data, Binary::TYPE_GENERIC)]);
    }
    $manager->executeBulkWrite("$database.fs.chunks", $chunks);
    $entry = new BulkWrite();
    $entry->insert([
        '_id' => $id,
        'length' => strlen($content),
        'chunkSize' => CHUNK,
        'uploadDate' => new UTCDateTime(),
        'filename' => 'conformance/' . node(),
    ]);
    $manager->executeBulkWrite("$database.fs.files", $entry);
    return $id;
}

function remove(Manager $manager, string $database, ObjectId $id): void
{
    foreach (['fs.files' => '_id', 'fs.chunks' => 'files_id'] as $collection => $field) {
        $removal = new BulkWrite();
        $removal->delete([$field => $id]);
        $manager->executeBulkWrite("$database.$collection", $removal);
    }
}
