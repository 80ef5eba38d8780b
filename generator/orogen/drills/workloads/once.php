<?php

// What runs on one node at a time: looks ten times a second whether it runs here, as a process. `write` is a look that
// saw it, `read` one that did not.
//
// usage: php once.php write cron|websocket kept

declare(strict_types=1);

require __DIR__ . '/ledger.php';

const COMMANDS = ['cron' => '/usr/local/lib/orogen/cron', 'websocket' => 'gos:websocket:server'];

function runs(string $command): bool
{
    foreach (glob('/proc/[0-9]*/cmdline') as $file) {
        // A process may end before it is read.
        $line = (string) @file_get_contents($file);
        if (str_contains($line, $command) && !str_contains($line, 'orogen-leader')) {
            return true;
        }
    }
    return false;
}

if ($argv[1] === 'write') {
    for ($number = 1; !told_to_stop(); ++$number) {
        $began = microtime(true);
        say(runs(COMMANDS[$argv[2]]) ? 'write' : 'read', $number, $began, 'ok');
        usleep((int) max(0, ($began + PAUSE - microtime(true)) * 1e6));
    }
}
