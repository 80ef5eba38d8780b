<?php

declare(strict_types=1);

namespace Conformance;

use RuntimeException;

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const NGINX = '/etc/nginx/nginx.conf';

/** As the code of every node reaches the active server. */
function check_websocket_backend(string $dsn): string
{
    $parameters = websocket_parameters($dsn);
    if (!in_array($parameters['transport'], stream_get_transports(), true)) {
        throw new RuntimeException("PHP has no transport {$parameters['transport']}");
    }
    $server = "{$parameters['transport']}://{$parameters['host']}:{$parameters['port']}";
    return echoed($server, $parameters['path'], ["Host: {$parameters['host']}:{$parameters['port']}"]);
}

/** As a browser's request reaches it: through this node's nginx, where the edge comes in. */
function check_websocket_frontend(string $dsn): string
{
    $parameters = websocket_parameters($dsn);
    $shop = parse_url(variable('ORO_APP_URL'));
    $port = $shop['port'] ?? ['http' => 80, 'https' => 443][$shop['scheme']];
    if ($parameters['port'] !== $port) {
        throw new RuntimeException("browsers come to port $port, ORO_WEBSOCKET_FRONTEND_DSN says {$parameters['port']}");
    }
    if (!is_readable(NGINX)) {
        throw new NotRun('no nginx on this node');
    }
    $configuration = (string) file_get_contents(NGINX);
    if (str_contains($configuration, 'deny all;')) {
        throw new NotRun('nginx lets only its load balancer in');
    }
    if (!preg_match('/^ *listen (\S+) default_server;$/m', $configuration, $found)) {
        throw new RuntimeException('nginx has no default server');
    }
    $entry = str_contains($found[1], ':') ? $found[1] : "127.0.0.1:{$found[1]}";
    $host = $parameters['host'] === '*' ? $shop['host'] : $parameters['host'];
    return echoed("tcp://$entry", $parameters['path'], [
        "Host: $host",
        "Origin: {$shop['scheme']}://{$shop['host']}",
        "X-Forwarded-Proto: {$shop['scheme']}",
        // Who may see the shop may see its websocket.
        'CF-Connecting-IP: ' . ($_SERVER['REMOTE_ADDR'] ?? '127.0.0.1'),
    ]);
}

/**
 * Open a websocket, send a text and have it back.
 *
 * @param list<string> $headers
 */
function echoed(string $server, string $path, array $headers): string
{
    $stream = stream_socket_client($server, $_code, $_problem, 5);
    stream_set_timeout($stream, 10);
    $key = base64_encode(random_bytes(16));
    $request = [
        "GET /$path HTTP/1.1",
        ...$headers,
        'Upgrade: websocket',
        'Connection: Upgrade',
        "Sec-WebSocket-Key: $key",
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Protocol: wamp',
    ];
    fwrite($stream, implode("\r\n", $request) . "\r\n\r\n");
    $answer = '';
    while (!str_ends_with($answer, "\r\n\r\n")) {
        $line = fgets($stream);
        if ($line === false) {
            throw new RuntimeException("$server closed the connection or was silent for 10 s");
        }
        $answer .= $line;
    }
    if (!str_starts_with($answer, 'HTTP/1.1 101') || !str_contains($answer, accepted($key))) {
        throw new RuntimeException("no websocket at $server: " . strtok($answer, "\r"));
    }
    $text = bin2hex(random_bytes(8));
    fwrite($stream, frame($text, 0x1, mask: random_bytes(4)));
    $frame = (string) fread($stream, 2 + strlen($text));
    if ($frame !== frame($text, 0x1)) {
        throw new RuntimeException("$server did not send back what it was sent");
    }
    fwrite($stream, frame('', 0x8, mask: random_bytes(4)));
    fclose($stream);
    preg_match('/^X-Conformance-Node: (\S+)/mi', $answer, $node);
    return "$server/$path: a text sent and received, the server on " . ($node[1] ?? 'an unknown node');
}

/** Give what a server answers to a handshake's key. */
function accepted(string $key): string
{
    return base64_encode(sha1($key . GUID, true));
}

/** Give a whole message as one frame (RFC 6455, 5.2); clients mask theirs. */
function frame(string $text, int $opcode, string $mask = ''): string
{
    $length = strlen($text);
    $bit = $mask === '' ? 0 : 0x80;
    $size = match (true) {
        $length < 126 => pack('C', $bit | $length),
        $length < 65536 => pack('Cn', $bit | 126, $length),
        default => pack('CJ', $bit | 127, $length),
    };
    return pack('C', 0x80 | $opcode) . $size . $mask . ($mask === '' ? $text : masked($text, $mask));
}

function masked(string $text, string $mask): string
{
    return $text ^ str_pad('', strlen($text), $mask);
}
