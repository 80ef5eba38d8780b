package orogen.elasticsearch;

import static java.util.stream.Collectors.toMap;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.elasticsearch.action.ActionRequest;
import org.elasticsearch.action.ActionResponse;
import org.elasticsearch.cluster.metadata.IndexNameExpressionResolver;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.common.io.stream.NamedWriteableRegistry;
import org.elasticsearch.common.settings.ClusterSettings;
import org.elasticsearch.common.settings.IndexScopedSettings;
import org.elasticsearch.common.settings.Setting;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.settings.SettingsFilter;
import org.elasticsearch.env.Environment;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.elasticsearch.index.analysis.PreConfiguredCharFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenFilter;
import org.elasticsearch.index.analysis.PreConfiguredTokenizer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.indices.analysis.PreBuiltCacheFactory.CachingStrategy;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.RestController;
import org.elasticsearch.rest.RestHandler;

/**
 * Stands in for three of the vendor's modules that no registry has. Of ingest-geoip it has the setting, without effect, as
 * nothing is there that would download. Of rest-root it has {@link Root}. Of analysis-common it has what {@link Parts} and
 * {@link Filters} list: Lucene's parts by the vendor's names.
 */
public final class Modules extends Plugin implements ActionPlugin, AnalysisPlugin {

    @Override
    public List<Setting<?>> getSettings() {
        return List.of(
            Setting.boolSetting("ingest.geoip.downloader.enabled", true, Setting.Property.Dynamic, Setting.Property.NodeScope));
    }

    @Override
    public Collection<ActionHandler<? extends ActionRequest, ? extends ActionResponse>> getActions() {
        return List.of(new ActionHandler<>(Root.ACTION, Root.Action.class));
    }

    @Override
    public Collection<RestHandler> getRestHandlers(
        Settings settings,
        NamedWriteableRegistry writeables,
        RestController controller,
        ClusterSettings clusterSettings,
        IndexScopedSettings indexSettings,
        SettingsFilter filter,
        IndexNameExpressionResolver resolver,
        Supplier<DiscoveryNodes> nodes,
        Predicate<NodeFeature> supports
    ) {
        return List.of(new Root.Handler());
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return providers(Parts.CHAR_FILTERS, Part::charFilter);
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return providers(Parts.TOKENIZERS, Part::tokenizer);
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> all = new HashMap<>(Filters.ALL);
        all.putAll(providers(Parts.TOKEN_FILTERS, Part::tokenFilter));
        return all;
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Parts.ANALYZERS.entrySet().stream()
            .collect(toMap(
                Map.Entry::getKey, entry -> (index, environment, name, settings) -> Part.analyzer(name, entry.getValue())));
    }

    @Override
    public List<PreConfiguredCharFilter> getPreConfiguredCharFilters() {
        return Parts.CHAR_FILTERS.stream()
            .filter(Part::needsNothing)
            .map(part -> PreConfiguredCharFilter.singleton(
                part.name(), false, part.charFilter(part.name(), Settings.EMPTY)::create))
            .toList();
    }

    @Override
    public List<PreConfiguredTokenizer> getPreConfiguredTokenizers() {
        return Parts.TOKENIZERS.stream()
            .filter(Part::needsNothing)
            .map(part -> PreConfiguredTokenizer.singleton(part.name(), part.tokenizer(part.name(), Settings.EMPTY)::create))
            .toList();
    }

    @Override
    public List<PreConfiguredTokenFilter> getPreConfiguredTokenFilters() {
        // The server has lowercase itself, as the one that needs no definition.
        return Parts.TOKEN_FILTERS.stream()
            .filter(part -> part.needsNothing() && !part.name().equals("lowercase"))
            .map(part -> PreConfiguredTokenFilter.singleton(
                part.name(), part.normalizing(), part.tokenFilter(part.name(), Settings.EMPTY)::create))
            .toList();
    }

    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        return Parts.ANALYZERS.entrySet().stream()
            .filter(entry -> !Parts.SERVER_ANALYZERS.contains(entry.getKey()))
            .map(entry -> new PreBuiltAnalyzerProviderFactory(entry.getKey(), CachingStrategy.ONE, entry.getValue()))
            .toList();
    }

    private static <T> Map<String, AnalysisProvider<T>> providers(List<Part> parts, Maker<T> maker) {
        return parts.stream().collect(toMap(Part::name, part -> new Provider<>(part, maker)));
    }

    private interface Maker<T> {
        T make(Part part, String name, Settings settings);
    }

    private record Provider<T>(Part part, Maker<T> maker) implements AnalysisProvider<T> {
        @Override
        public T get(IndexSettings index, Environment environment, String name, Settings settings) {
            return maker.make(part, name, settings);
        }

        @Override
        public boolean requiresAnalysisSettings() {
            return !part.needsNothing();
        }
    }
}
