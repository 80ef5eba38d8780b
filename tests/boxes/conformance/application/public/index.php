<?php

declare(strict_types=1);

namespace Conformance;

require __DIR__ . '/../src/application.php';

header('Cache-Control: no-store');
header('X-Conformance-Node: ' . node());

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/') {
    header('Content-Type: text/plain');
    echo NAME . ', on ' . node() . "\n";
} elseif ($path === '/conformance/health' || $path === '/conformance/report') {
    $health = health();
    // nginx puts its own page in the place of a 503: the report is for who wants to read what failed.
    http_response_code($health['status'] === 'ok' || $path === '/conformance/report' ? 200 : 503);
    $text = ($_GET['format'] ?? 'json') === 'text';
    header('Content-Type: ' . ($text ? 'text/plain; charset=utf-8' : 'application/json'));
    echo $text ? as_text($health) : as_json($health);
} elseif ($path === '/conformance/ledger') {
    header('Content-Type: text/plain');
    try {
        [$status, $body] = ledger($_SERVER['REQUEST_METHOD'], $_GET);
    } catch (\Throwable $problem) {
        [$status, $body] = [500, $problem->getMessage() . "\n"];
    }
    http_response_code($status);
    echo $body;
} else {
    http_response_code(404);
    header('Content-Type: text/plain');
    echo "not found\n";
}
