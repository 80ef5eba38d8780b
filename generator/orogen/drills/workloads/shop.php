<?php

// The shop as a visitor of this node's tunnel sees it: each number is a form that is sent to nginx behind the edge, whose
// page writes a row and the visitor's session; then the page is asked for again and has to show it. The application has
// such a page when it is the conformance application.

declare(strict_types=1);

require __DIR__ . '/ledger.php';

const PAGE = '/conformance/ledger';

function connect(): CurlHandle
{
    return curl_init();
}

/** @return array{int, string} */
function page(CurlHandle $handle, string $method, string $query): array
{
    curl_setopt_array($handle, [
        CURLOPT_URL => 'http://' . edge() . PAGE . "?$query",
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CONNECTTIMEOUT => PATIENCE,
        // A visitor waits for longer than a program.
        CURLOPT_TIMEOUT => PATIENCE * 5,
        CURLOPT_HTTPHEADER => ['Host: ' . parse_url(variable('ORO_APP_URL'), PHP_URL_HOST), 'X-Forwarded-Proto: https'],
    ]);
    $body = curl_exec($handle);
    if ($body === false) {
        throw new RuntimeException(curl_error($handle));
    }
    return [curl_getinfo($handle, CURLINFO_RESPONSE_CODE), $body];
}

function edge(): string
{
    preg_match('/^\s*listen (\S+) default_server;/m', (string) file_get_contents('/etc/nginx/nginx.conf'), $match);
    return str_contains($match[1] ?? '', ':') ? $match[1] : '127.0.0.1:' . ($match[1] ?? 80);
}

function prepare(string $run): void
{
    [$status, $body] = page(connect(), 'GET', http_build_query(['run' => $run, 'number' => 0]));
    if ($status !== 404 || trim($body) !== 'no such row') {
        throw new NotHere('the application has no page ' . PAGE . ": it is not the conformance application ($status)");
    }
}

function write(CurlHandle $handle, string $run, int $number): void
{
    [$status, $body] = page($handle, 'POST', http_build_query(['run' => $run, 'number' => $number]));
    // Not the status alone: PHP can answer 200 for a page that broke.
    if ($status !== 200 || trim($body) !== 'written') {
        throw new RuntimeException("$status: " . strip_tags($body));
    }
}

function holds(CurlHandle $handle, string $run, int $number): bool
{
    [$status, $body] = page($handle, 'GET', http_build_query(['run' => $run, 'number' => $number]));
    if (!in_array(trim($body), ['here', 'no such row'], true)) {
        throw new RuntimeException("$status: " . strip_tags($body));
    }
    return $status === 200;
}

/** @return list<int> */
function found(string $run): array
{
    [$status, $body] = page(connect(), 'GET', http_build_query(['run' => $run]));
    if ($status !== 200) {
        throw new RuntimeException("$status: " . strip_tags($body));
    }
    return array_map(intval(...), array_filter(explode("\n", $body)));
}

function clean(string $run): void
{
    page(connect(), 'DELETE', http_build_query(['run' => $run]));
}

exit(main($argv));
