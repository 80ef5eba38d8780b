<?php

// Elasticsearch as OroCommerce reaches it: plain HTTP to the node's HAProxy, which adds the TLS. A document a number.

declare(strict_types=1);

require __DIR__ . '/ledger.php';

function connect(): CurlHandle
{
    return curl_init();
}

/** @return array<string, mixed>|null */
function ask(CurlHandle $handle, string $method, string $path, ?array $body = null, bool $absent = false): ?array
{
    $parts = parse_url(variable('ORO_SEARCH_ENGINE_DSN'));
    if (($parts['scheme'] ?? '') !== 'elastic-search') {
        throw new NotHere('the search index is in the database');
    }
    parse_str($parts['query'], $query);
    curl_setopt_array($handle, [
        CURLOPT_URL => "http://{$parts['host']}:{$parts['port']}/{$query['prefix']}_drill_$path",
        CURLOPT_USERPWD => urldecode($parts['user']) . ':' . urldecode($parts['pass']),
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CONNECTTIMEOUT => PATIENCE,
        CURLOPT_TIMEOUT => PATIENCE * 2,
        CURLOPT_HTTPHEADER => ['Content-Type: application/json'],
        CURLOPT_POSTFIELDS => $body === null ? '' : json_encode($body),
    ]);
    $answer = curl_exec($handle);
    if ($answer === false) {
        throw new RuntimeException(curl_error($handle));
    }
    $status = curl_getinfo($handle, CURLINFO_RESPONSE_CODE);
    if ($absent && $status === 404) {
        return null;
    }
    if ($status >= 300) {
        throw new RuntimeException("$method answered $status: " . substr($answer, 0, 200));
    }
    return json_decode($answer, true);
}

function prepare(string $run): void
{
    $settings = ['settings' => ['number_of_shards' => 3, 'number_of_replicas' => 1]];
    ask(connect(), 'PUT', $run, $settings);
}

function write(CurlHandle $handle, string $run, int $number): void
{
    // Created, never replaced: a second one is refused, and would be seen.
    ask($handle, 'PUT', "$run/_create/$number", ['number' => $number]);
}

function holds(CurlHandle $handle, string $run, int $number): bool
{
    return ask($handle, 'GET', "$run/_doc/$number", absent: true) !== null;
}

/** @return list<int> */
function found(string $run): array
{
    $handle = connect();
    ask($handle, 'POST', "$run/_refresh");
    $numbers = [];
    do {
        $after = $numbers === [] ? [] : ['search_after' => [end($numbers)]];
        $page = ask($handle, 'POST', "$run/_search", ['size' => 5000, 'sort' => [['number' => 'asc']], ...$after]);
        $some = array_column(array_column($page['hits']['hits'], '_source'), 'number');
        array_push($numbers, ...$some);
    } while ($some !== []);
    return $numbers;
}

function clean(string $run): void
{
    ask(connect(), 'DELETE', $run, absent: true);
}

exit(main($argv));
