<?php

declare(strict_types=1);

namespace Conformance;

use RuntimeException;

/** Index a document, find it and delete the index, below the DSN's prefix. */
function check_search(string $dsn): string
{
    $parameters = search_parameters($dsn);
    if ($parameters['engine'] !== 'elastic_search') {
        throw new NotRun("the search engine is {$parameters['engine']}:, not elastic-search:");
    }
    $prefix = $parameters['prefix'] ?? throw new RuntimeException('the search engine DSN has no prefix');
    $token = bin2hex(random_bytes(8));
    $index = "{$prefix}_conformance_" . strtolower(node()) . "_$token";
    $version = ask_search($parameters, 'GET', '/')['version']['number'];
    try {
        ask_search($parameters, 'PUT', "/$index/_doc/1?refresh=true", ['token' => $token]);
        $found = ask_search($parameters, 'POST', "/$index/_search", ['query' => ['match' => ['token' => $token]]]);
        if (($found['hits']['hits'][0]['_source']['token'] ?? null) !== $token) {
            throw new RuntimeException('a document that was indexed was not found');
        }
    } finally {
        ask_search($parameters, 'DELETE', "/$index?ignore_unavailable=true");
    }
    return "Elasticsearch $version: a document indexed and found, its index {$prefix}_* deleted";
}

/**
 * @param array<string, mixed> $parameters
 * @param array<string, mixed>|null $body
 * @return array<string, mixed>
 */
function ask_search(array $parameters, string $method, string $path, ?array $body = null): array
{
    $handle = curl_init("http://{$parameters['host']}:" . ($parameters['port'] ?? 9200) . $path);
    curl_setopt_array($handle, [
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CONNECTTIMEOUT => 5,
        CURLOPT_TIMEOUT => 30,
        CURLOPT_HTTPHEADER => ['Content-Type: application/json'],
    ]);
    if ($parameters['user'] !== null) {
        curl_setopt($handle, CURLOPT_USERPWD, "{$parameters['user']}:{$parameters['password']}");
    }
    if ($body !== null) {
        curl_setopt($handle, CURLOPT_POSTFIELDS, json_encode($body));
    }
    $answer = curl_exec($handle);
    if ($answer === false) {
        throw new RuntimeException(curl_error($handle));
    }
    $status = curl_getinfo($handle, CURLINFO_RESPONSE_CODE);
    if ($status >= 300) {
        throw new RuntimeException("$method answered $status: " . substr($answer, 0, 300));
    }
    return json_decode($answer, true, 512, JSON_THROW_ON_ERROR);
}
