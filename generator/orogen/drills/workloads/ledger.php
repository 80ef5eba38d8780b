<?php

// What every workload of a drill shares: it writes one number after the other and prints a line for each, as soon as
// the store has answered. The lines are the ledger: what was acknowledged here has to be there in the end.
//
// usage: php WORKLOAD.php write RUN MODE   numbers from 1 on, until standard input ends; a line for each attempt:
//                                          `write|read NUMBER BEGAN ENDED ok|failed|missing [WORDS]`
//                                          MODE is kept (one connection) or fresh (one for each number)
//        php WORKLOAD.php take RUN kept    takes what is written instead: `take NUMBER BEGAN ENDED ok|failed [WORDS]`
//        php WORKLOAD.php found RUN        what is there, a number a line, as often as it is there
//        php WORKLOAD.php clean RUN        removes it
//
// A workload has prepare(), connect(), write(), holds(), found() and clean(). One that cannot run here throws NotHere.

declare(strict_types=1);

/** Seconds from one number to the next, unless the workload has its own. */
defined('PAUSE') || define('PAUSE', 0.1);
/** Seconds that a client waits for an answer before it tries again. */
const PATIENCE = 2;
/** Every so many writes, a number that was written some time ago is read again. */
const BACK = 50;

error_reporting(E_ALL & ~E_DEPRECATED);
set_error_handler(static function (int $severity, string $message, string $file, int $line): bool {
    if ((error_reporting() & $severity) === 0) {
        return false;
    }
    throw new ErrorException($message, 0, $severity, $file, $line);
});

/** The reason why a workload cannot run: nothing that a drill could be blamed for. */
final class NotHere extends RuntimeException
{
}

/** A variable of the node's own file, which the application reads too. */
function variable(string $name): string
{
    $found = preg_match("/^$name='(.*)'$/m", (string) file_get_contents('/opt/orocommerce/shared/.env-app.local'), $match);
    return $found ? str_replace("'\\''", "'", $match[1]) : throw new NotHere("no $name on this node");
}

/** Have the libraries of the deployed release at hand: OroCommerce's autoloader, or folders named as namespaces. */
function libraries(): void
{
    $vendor = '/opt/orocommerce/current/vendor';
    if (is_file("$vendor/autoload.php")) {
        require_once "$vendor/autoload.php";
    } elseif (is_dir($vendor)) {
        spl_autoload_register(static function (string $class) use ($vendor): void {
            $file = "$vendor/" . str_replace('\\', '/', $class) . '.php';
            if (is_file($file)) {
                require $file;
            }
        });
    } else {
        throw new NotHere('no release is deployed: /opt/orocommerce/current/vendor is missing');
    }
}

/** Connect as Doctrine does: through the node's HAProxy, over TLS with the authority checked. */
function database(): PDO
{
    $parts = parse_url(variable('ORO_DB_DSN'));
    parse_str($parts['query'], $query);
    $dsn = sprintf(
        'pgsql:host=%s;port=%d;dbname=%s;sslmode=%s;sslrootcert=%s;application_name=orogen-drill',
        $parts['host'],
        $parts['port'],
        ltrim($parts['path'], '/'),
        $query['sslmode'],
        $query['sslrootcert'],
    );
    $options = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_TIMEOUT => PATIENCE];
    // No statement_timeout: a commit that waits for a standby would end as if the standby had it, with a warning only.
    return new PDO($dsn, urldecode($parts['user']), urldecode($parts['pass']), $options);
}

/** @param list<string> $words */
function main(array $words): int
{
    [, $task, $run] = $words;
    try {
        match ($task) {
            'write' => write_on($run, $words[3] === 'kept'),
            'take' => take_on($run),
            'found' => print(implode('', array_map(static fn (int $number): string => "$number\n", found($run)))),
            'clean' => clean($run),
        };
    } catch (NotHere $reason) {
        fwrite(STDERR, "not here: {$reason->getMessage()}\n");
        return 3;
    } catch (Throwable $problem) {
        fwrite(STDERR, words($problem) . "\n");
        return 1;
    }
    return 0;
}

function write_on(string $run, bool $kept): void
{
    prepare($run);
    $client = null;
    $acknowledged = [];
    for ($number = 1; !told_to_stop(); ++$number) {
        $turn = microtime(true);
        $client = attempt('write', $number, $client, static fn ($client) => write($client, $run, $number) ?? true);
        if ($client !== null) {
            $acknowledged[] = $number;
            // The newest number, and now and then an old one.
            $wanted = $number % BACK ? $number : $acknowledged[array_rand($acknowledged)];
            $client = attempt('read', $wanted, $client, static fn ($client) => holds($client, $run, $wanted));
        }
        if (!$kept) {
            $client = null;
        }
        usleep((int) max(0, ($turn + PAUSE - microtime(true)) * 1e6));
    }
}

/** Do one thing, print its line, and give the client for the next one: none after a failure. */
function attempt(string $kind, int $number, mixed $client, callable $do): mixed
{
    $began = microtime(true);
    try {
        $client ??= connect();
        $outcome = $do($client) === false ? 'missing' : 'ok';
    } catch (NotHere $reason) {
        throw $reason;
    } catch (Throwable $problem) {
        [$client, $outcome] = [null, 'failed ' . words($problem)];
    }
    say($kind, $number, $began, $outcome);
    return $client;
}

function say(string $kind, int $number, float $began, string $outcome): void
{
    printf("%s %d %.3f %.3f %s\n", $kind, $number, $began, microtime(true), $outcome);
    flush();
}

function words(Throwable $problem): string
{
    return $problem::class . ': ' . substr(trim((string) preg_replace('/\s+/', ' ', $problem->getMessage())), 0, 200);
}

/** Standard input ends when the drill has seen enough. */
function told_to_stop(): bool
{
    [$read, $none] = [[STDIN], null];
    return stream_select($read, $none, $none, 0) > 0 && feof_after_read();
}

function feof_after_read(): bool
{
    fread(STDIN, 1024);
    return feof(STDIN);
}
