package org.elasticsearch.io.ansi;

import java.util.function.Supplier;
import org.elasticsearch.bootstrap.ConsoleLoader;

/** The vendor's library for coloured terminals, which no registry has and the server wants to see: there is no such terminal. */
public final class AnsiConsoleLoader implements Supplier<ConsoleLoader.Console> {

    @Override
    public ConsoleLoader.Console get() {
        return null;
    }
}
