<?php

// Mail as Symfony's mailer sends it: SMTP to the node's HAProxy, which finds a Postfix that answers.

declare(strict_types=1);

/** A message a second: with its first relay silent, Postfix has no more than two a second to send (20 at once, 10 s each). */
const PAUSE = 1.0;

require __DIR__ . '/ledger.php';

/** @return resource */
function connect()
{
    $parts = parse_url(variable('ORO_MAILER_DSN'));
    $socket = stream_socket_client("tcp://{$parts['host']}:{$parts['port']}", $_code, $_message, PATIENCE);
    stream_set_timeout($socket, PATIENCE);
    expect($socket, '220');
    tell($socket, 'EHLO drill', '250');
    return $socket;
}

/** @param resource $socket */
function tell($socket, string $line, string $wanted): void
{
    fwrite($socket, "$line\r\n");
    expect($socket, $wanted);
}

/** @param resource $socket */
function expect($socket, string $wanted): void
{
    do {
        $line = fgets($socket);
    } while ($line !== false && ($line[3] ?? '') === '-');
    if ($line === false || !str_starts_with($line, $wanted)) {
        throw new RuntimeException('Postfix said: ' . ($line === false ? 'nothing' : trim($line)));
    }
}

function prepare(string $run): void
{
    connect();
}

/** @param resource $socket */
function write($socket, string $run, int $number): void
{
    $domain = parse_url(variable('ORO_APP_URL'), PHP_URL_HOST);
    tell($socket, "MAIL FROM:<drill@$domain>", '250');
    tell($socket, "RCPT TO:<drill@$domain>", '250');
    tell($socket, 'DATA', '354');
    tell($socket, "Subject: drill $run $number\r\nX-Orogen-Drill: $run $number\r\n\r\n$number\r\n.", '250');
}

/** @param resource $socket */
function holds($socket, string $run, int $number): bool
{
    return true;
}

/** @return list<int> */
function found(string $run): array
{
    return [];
}

function clean(string $run): void
{
}

exit(main($argv));
