<?php

// Conformance application: not OroCommerce. It stands in OroCommerce's place in orogen's tests.

declare(strict_types=1);

namespace Conformance;

use RuntimeException;
use Symfony\Component\Dotenv\Dotenv;

const NAME = 'conformance application: not OroCommerce';
const RELEASE = __DIR__ . '/..';

// predis 1.1, the series that OroCommerce uses, is older than what PHP 8.4 calls deprecated.
error_reporting(E_ALL & ~E_DEPRECATED);
ini_set('display_errors', 'stderr');
set_error_handler(static function (int $severity, string $message, string $file, int $line): bool {
    if ((error_reporting() & $severity) === 0) {
        return false;
    }
    throw new \ErrorException($message, 0, $severity, $file, $line);
});

// Debian lays libraries out by namespace.
spl_autoload_register(static function (string $class): void {
    $file = RELEASE . '/vendor/' . str_replace('\\', '/', $class) . '.php';
    if (is_file($file)) {
        require $file;
    }
});

foreach (['dsn', 'database', 'redis', 'queue', 'search', 'files', 'mail', 'websocket', 'server', 'health', 'ledger', 'commands'] as $part) {
    require __DIR__ . "/$part.php";
}

/** The reason why a check is not run; anything else that is thrown is a failure. */
final class NotRun extends RuntimeException
{
}

/**
 * Give the variables of the release's `.env-app.local`, read as Symfony does; a variable of the process wins, as there.
 *
 * @return array<string, string>
 */
function environment(): array
{
    static $variables = null;
    if ($variables === null) {
        $file = RELEASE . '/.env-app.local';
        if (!is_readable($file)) {
            throw new RuntimeException('.env-app.local cannot be read: is the release linked to ROOT/shared?');
        }
        $variables = (new Dotenv())->parse((string) file_get_contents($file), $file);
        foreach (array_keys($variables) as $name) {
            $variables[$name] = getenv($name) === false ? $variables[$name] : getenv($name);
        }
    }
    return $variables;
}

/** Give a variable that must be there. */
function variable(string $name): string
{
    return environment()[$name] ?? throw new RuntimeException("$name is not in .env-app.local");
}

/** Give the node's name, without its domain. */
function node(): string
{
    return explode('.', (string) gethostname())[0];
}
