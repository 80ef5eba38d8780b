<?php

declare(strict_types=1);

namespace Conformance;

use RuntimeException;

/** Hand over a message by SMTP, as Symfony's mailer does: TLS where the DSN asks for it or the server offers it. */
function check_mail(string $dsn): string
{
    $parameters = mail_parameters($dsn);
    if (!in_array($parameters['scheme'], ['smtp', 'smtps'], true)) {
        throw new NotRun("the mailer is {$parameters['scheme']}:, not smtp:");
    }
    if ($parameters['user'] !== null) {
        throw new NotRun('the mailer logs in, which is not tried here');
    }
    $port = $parameters['port'] ?? ($parameters['scheme'] === 'smtps' ? 465 : 25);
    $transport = $parameters['scheme'] === 'smtps' || $port === 465 ? 'ssl' : 'tcp';
    $stream = stream_socket_client("$transport://{$parameters['host']}:$port", $_code, $problem, 5);
    stream_set_timeout($stream, 15);
    $greeting = smtp($stream, null, 220);
    $offers = smtp($stream, 'EHLO [127.0.0.1]', 250);
    if ($transport === 'tcp' && str_contains($offers, 'STARTTLS')) {
        smtp($stream, 'STARTTLS', 220);
        stream_socket_enable_crypto($stream, true, STREAM_CRYPTO_METHOD_TLS_CLIENT);
        smtp($stream, 'EHLO [127.0.0.1]', 250);
    }
    $address = 'conformance@' . parse_url(variable('ORO_APP_URL'), PHP_URL_HOST);
    $recipient = environment()['ORO_CONFORMANCE_MAIL_TO'] ?? $address;
    smtp($stream, "MAIL FROM:<$address>", 250);
    smtp($stream, "RCPT TO:<$recipient>", 250);
    smtp($stream, 'DATA', 354);
    $headers = "From: $address\r\nTo: $recipient\r\nSubject: " . NAME . "\r\nDate: " . date(DATE_RFC2822);
    $taken = smtp($stream, "$headers\r\n\r\nFrom " . node() . ".\r\n.", 250);
    smtp($stream, 'QUIT', 221);
    return trim(substr($greeting, 4)) . ": a message to $recipient was taken: " . trim(substr($taken, 4));
}

/**
 * Send a line, if any, and give the answer, which must have this code.
 *
 * @param resource $stream
 */
function smtp($stream, ?string $line, int $wanted): string
{
    if ($line !== null) {
        fwrite($stream, "$line\r\n");
    }
    $answer = '';
    do {
        $part = fgets($stream);
        if ($part === false) {
            throw new RuntimeException('no answer to ' . ($line === null ? 'the connection' : strtok($line, "\r")));
        }
        $answer .= $part;
    } while (substr($part, 3, 1) === '-');
    if ((int) $part !== $wanted) {
        throw new RuntimeException(($line === null ? 'greeted with ' : strtok($line, "\r") . ' answered ') . trim($answer));
    }
    return $answer;
}
