package orogen.elasticsearch;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.core.SimpleAnalyzer;
import org.apache.lucene.analysis.core.StopAnalyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/** What there is of analysis-common. */
final class Parts {

    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> GRAMS = Map.of("min_gram", "minGramSize", "max_gram", "maxGramSize");
    private static final Map<String, String> GRAMS_KEEPING =
        Map.of("min_gram", "minGramSize", "max_gram", "maxGramSize", "preserve_original", "preserveOriginal");
    private static final Map<String, String> ONE_AND_TWO = Map.of("minGramSize", "1", "maxGramSize", "2");
    private static final Map<String, String> REPLACE = Map.of("pattern", "pattern", "replacement", "replacement");
    private static final Map<String, String> LANGUAGE = Map.of("language", "language");
    private static final Map<String, String> ENGLISH = Map.of("language", "English");

    static final List<Part> CHAR_FILTERS = List.of(
        new Part("html_strip", "htmlStrip", NONE, NONE, false),
        new Part("pattern_replace", "patternReplace", REPLACE, null, false));

    static final List<Part> TOKENIZERS = List.of(
        new Part("edge_ngram", "edgeNGram", GRAMS, ONE_AND_TWO, false),
        new Part("keyword", "keyword", NONE, NONE, false),
        new Part("letter", "letter", NONE, NONE, false),
        new Part("ngram", "nGram", GRAMS, ONE_AND_TWO, false),
        new Part("path_hierarchy", "pathHierarchy", Map.of("delimiter", "delimiter", "replacement", "replace"), NONE, false),
        new Part("pattern", "pattern", Map.of("pattern", "pattern"), Map.of("pattern", "\\W+"), false),
        new Part("uax_url_email", "uax29URLEmail", NONE, NONE, false),
        new Part("whitespace", "whitespace", NONE, NONE, false));

    static final List<Part> TOKEN_FILTERS = List.of(
        new Part("asciifolding", "asciiFolding", Map.of("preserve_original", "preserveOriginal"), NONE, true),
        new Part("decimal_digit", "decimalDigit", NONE, NONE, true),
        new Part("edge_ngram", "edgeNGram", GRAMS_KEEPING, ONE_AND_TWO, false),
        new Part("length", "length", Map.of("min", "min", "max", "max"), Map.of("min", "0", "max", "2147483647"), false),
        new Part("lowercase", "lowercase", NONE, NONE, true),
        new Part("ngram", "nGram", GRAMS_KEEPING, ONE_AND_TWO, false),
        new Part("pattern_replace", "patternReplace", REPLACE, null, true),
        new Part("reverse", "reverseString", NONE, NONE, false),
        new Part("snowball", "snowballPorter", LANGUAGE, ENGLISH, false),
        new Part("stemmer", "snowballPorter", LANGUAGE, ENGLISH, false),
        new Part("trim", "trim", NONE, NONE, true),
        new Part("truncate", "truncate", Map.of("length", "prefixLength"), Map.of("prefixLength", "10"), false),
        new Part("uppercase", "uppercase", NONE, NONE, true));

    /** Those of {@link #ANALYZERS} that the server has itself, as long as nobody configures them. */
    static final Set<String> SERVER_ANALYZERS = Set.of("keyword");

    static final Map<String, Supplier<Analyzer>> ANALYZERS = Map.ofEntries(
        Map.entry("czech", CzechAnalyzer::new),
        Map.entry("danish", DanishAnalyzer::new),
        Map.entry("dutch", DutchAnalyzer::new),
        Map.entry("english", EnglishAnalyzer::new),
        Map.entry("finnish", FinnishAnalyzer::new),
        Map.entry("french", FrenchAnalyzer::new),
        Map.entry("german", GermanAnalyzer::new),
        Map.entry("italian", ItalianAnalyzer::new),
        Map.entry("keyword", KeywordAnalyzer::new),
        Map.entry("norwegian", NorwegianAnalyzer::new),
        Map.entry("portuguese", PortugueseAnalyzer::new),
        Map.entry("romanian", RomanianAnalyzer::new),
        Map.entry("russian", RussianAnalyzer::new),
        Map.entry("simple", SimpleAnalyzer::new),
        Map.entry("spanish", SpanishAnalyzer::new),
        Map.entry("stop", () -> new StopAnalyzer(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET)),
        Map.entry("swedish", SwedishAnalyzer::new),
        Map.entry("turkish", TurkishAnalyzer::new),
        Map.entry("whitespace", WhitespaceAnalyzer::new));

    private Parts() {}
}
