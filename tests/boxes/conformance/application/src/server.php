<?php

declare(strict_types=1);

namespace Conformance;

use RuntimeException;

const LARGEST_MESSAGE = 1 << 20;

/** Serve websockets (RFC 6455) on ORO_WEBSOCKET_SERVER_DSN, sending back what comes, until told to end. */
function serve(string $dsn): void
{
    $parameters = websocket_parameters($dsn);
    $address = ($parameters['host'] === '*' ? '0.0.0.0' : $parameters['host']) . ":{$parameters['port']}";
    $listener = stream_socket_server("tcp://$address");
    if ($listener === false) {
        throw new RuntimeException("cannot listen on $address");
    }
    $stopped = until_told();
    $clients = [];
    echo "listening on $address\n";
    while (!$stopped()) {
        $readable = [$listener, ...array_column($clients, 'stream')];
        $none = null;
        // A signal interrupts it, with a warning.
        if (!@stream_select($readable, $none, $none, 1)) {
            continue;
        }
        foreach ($readable as $stream) {
            if ($stream === $listener) {
                $client = @stream_socket_accept($listener, 0);
                if ($client !== false) {
                    stream_set_blocking($client, false);
                    $clients[(int) $client] = ['stream' => $client, 'buffer' => '', 'open' => false];
                }
                continue;
            }
            $number = (int) $stream;
            $clients[$number]['buffer'] .= (string) @fread($stream, 65536);
            if (feof($stream) || !answer($clients[$number])) {
                @fclose($stream);
                unset($clients[$number]);
            }
        }
    }
}

/**
 * Answer whatever a client has sent in full. False when the connection is to be closed.
 *
 * @param array{stream: resource, buffer: string, open: bool} $client
 */
function answer(array &$client): bool
{
    if (!$client['open']) {
        $end = strpos($client['buffer'], "\r\n\r\n");
        if ($end === false) {
            return strlen($client['buffer']) < 16384;
        }
        $head = substr($client['buffer'], 0, $end);
        $client['buffer'] = substr($client['buffer'], $end + 4);
        if (!preg_match('/^Sec-WebSocket-Key: *(\S+)/mi', $head, $key)) {
            @fwrite($client['stream'], "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return false;
        }
        $protocol = preg_match('/^Sec-WebSocket-Protocol:.*\bwamp\b/mi', $head) ? "Sec-WebSocket-Protocol: wamp\r\n" : '';
        @fwrite($client['stream'], "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            . 'Sec-WebSocket-Accept: ' . accepted($key[1]) . "\r\n{$protocol}X-Conformance-Node: " . node() . "\r\n\r\n");
        $client['open'] = true;
    }
    while (($frame = next_frame($client['buffer'])) !== null) {
        [$opcode, $text] = $frame;
        // A close and a ping are answered with the same content; a pong with nothing.
        $reply = [0x0 => 0x0, 0x1 => 0x1, 0x2 => 0x2, 0x8 => 0x8, 0x9 => 0xA][$opcode] ?? null;
        if ($reply !== null) {
            @fwrite($client['stream'], frame($text, $reply));
        }
        if ($opcode === 0x8) {
            return false;
        }
    }
    return strlen($client['buffer']) <= LARGEST_MESSAGE;
}

/**
 * Take the first whole frame off the buffer: its opcode and its text; null while it is not whole.
 *
 * @return array{int, string}|null
 */
function next_frame(string &$buffer): ?array
{
    if (strlen($buffer) < 2) {
        return null;
    }
    $length = ord($buffer[1]) & 0x7f;
    $head = 2 + ([126 => 2, 127 => 8][$length] ?? 0);
    if (strlen($buffer) < $head + 4) {
        return null;
    }
    if ($length >= 126) {
        $length = unpack($length === 126 ? 'n' : 'J', $buffer, 2)[1];
    }
    if (strlen($buffer) < $head + 4 + $length) {
        return null;
    }
    $text = masked(substr($buffer, $head + 4, $length), substr($buffer, $head, 4));
    $opcode = ord($buffer[0]) & 0x0f;
    $buffer = substr($buffer, $head + 4 + $length);
    return [$opcode, $text];
}

/** Give a function that says whether this process was told to end. */
function until_told(): callable
{
    $told = false;
    pcntl_async_signals(true);
    foreach ([SIGTERM, SIGINT] as $signal) {
        pcntl_signal($signal, static function () use (&$told): void {
            $told = true;
        }, false);
    }
    return static function () use (&$told): bool {
        return $told;
    };
}
