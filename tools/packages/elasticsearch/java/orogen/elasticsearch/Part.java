package orogen.elasticsearch;

import java.io.Reader;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.AnalyzerScope;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/**
 * One part of an analyzer, and where Lucene has it.
 *
 * @param name as in an index's settings
 * @param lucene Lucene's name of it
 * @param settings the vendor's setting to Lucene's argument
 * @param defaults Lucene's arguments where the setting is not given; null where one must be
 * @param normalizing whether a normalizer of keyword fields may have it
 */
record Part(String name, String lucene, Map<String, String> settings, Map<String, String> defaults, boolean normalizing) {

    boolean needsNothing() {
        return defaults != null;
    }

    CharFilterFactory charFilter(String called, Settings given) {
        var factory = org.apache.lucene.analysis.CharFilterFactory.forName(lucene, arguments(given));
        return new CharFilterFactory() {
            @Override
            public String name() {
                return called;
            }

            @Override
            public Reader create(Reader reader) {
                return factory.create(reader);
            }
        };
    }

    TokenizerFactory tokenizer(String called, Settings given) {
        var factory = org.apache.lucene.analysis.TokenizerFactory.forName(lucene, arguments(given));
        return TokenizerFactory.newFactory(called, factory::create);
    }

    TokenFilterFactory tokenFilter(String called, Settings given) {
        var factory = org.apache.lucene.analysis.TokenFilterFactory.forName(lucene, arguments(given));
        return normalizing ? new Normalizing(called, factory) : new Filtering(called, factory);
    }

    static AnalyzerProvider<Analyzer> analyzer(String called, Supplier<Analyzer> supplier) {
        Analyzer analyzer = supplier.get();
        return new AnalyzerProvider<>() {
            @Override
            public String name() {
                return called;
            }

            @Override
            public AnalyzerScope scope() {
                return AnalyzerScope.INDEX;
            }

            @Override
            public Analyzer get() {
                return analyzer;
            }
        };
    }

    private Map<String, String> arguments(Settings given) {
        Map<String, String> arguments = new HashMap<>(defaults == null ? Map.of() : defaults);
        settings.forEach((setting, argument) -> {
            if (given.hasValue(setting)) {
                arguments.put(argument, argument.equals("language") ? snowball(given.get(setting)) : given.get(setting));
            }
        });
        return arguments;
    }

    /** Snowball's name of a language: light_german and german2 are German to it. */
    private static String snowball(String language) {
        String bare = language.replaceFirst("^(light|minimal|possessive)_", "").replaceAll("[^A-Za-z]", "");
        return bare.substring(0, 1).toUpperCase() + bare.substring(1).toLowerCase();
    }

    private record Filtering(String name, org.apache.lucene.analysis.TokenFilterFactory lucene) implements TokenFilterFactory {
        @Override
        public TokenStream create(TokenStream tokens) {
            return lucene.create(tokens);
        }
    }

    private record Normalizing(String name, org.apache.lucene.analysis.TokenFilterFactory lucene)
        implements NormalizingTokenFilterFactory {
        @Override
        public TokenStream create(TokenStream tokens) {
            return lucene.create(tokens);
        }
    }
}
