package dev.tollgate.gateway.mcp.tool;

import dev.tollgate.contract.operation.Answer;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.catalogue.input.Nearest;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Ranks tools by BM25 over their names, texts and fields (Robertson and Zaragoza, The Probabilistic Relevance
 * Framework, 2009). A word also finds those that it begins and those it is one letter from, for less. Immutable; safe
 * from any thread.
 */
final class ToolIndex {

    private static final double SATURATION = 4;
    private static final double LENGTH_SHARE = 0.3;

    private static final double OF_NAME = 8;
    private static final double OF_TEXT = 1.5;
    private static final double OF_FIELD = 1;
    private static final double OF_FIELD_TEXT = 0.5;

    /** The tool for one record comes before the one for many, which uses the same words, unless many are asked for. */
    private static final double OF_BATCH = 0.6;

    private static final double EXACT = 1;
    private static final double SAME_MEANING = 0.9;
    private static final double SAME_BEGINNING = 0.6;
    private static final double ONE_LETTER = 0.4;
    private static final int BEGINNING_CHARS_MIN = 4;
    private static final int TYPO_CHARS_MIN = 5;

    /** Further words of a query are ignored. */
    private static final int QUERY_WORDS_MAX = 16;

    /** The same of a name, which has fewer. */
    private static final int NAME_WORDS_MAX = 6;

    private final List<CompiledFace<?, ?>> tools;

    /** Weight of each word in each tool, by word and position of the tool. */
    private final Map<String, Map<Integer, Double>> postings = new HashMap<>();

    private final double[] lengths;
    private final double lengthMean;

    ToolIndex(Collection<CompiledFace<?, ?>> tools) {
        this.tools = List.copyOf(tools);
        this.lengths = new double[this.tools.size()];
        double sum = 0;
        for (int at = 0; at < lengths.length; at++) {
            read(at, this.tools.get(at));
            sum += lengths[at];
        }
        this.lengthMean = lengths.length == 0 ? 1 : sum / lengths.length;
    }

    private void read(int at, CompiledFace<?, ?> face) {
        var operation = face.operation();
        add(at, OF_NAME, operation.name());
        add(at, OF_TEXT, face.module().key() + ' ' + operation.summary() + ' ' + operation.description());
        var fields = Objects.requireNonNull(face.tool()).shown().path("properties");
        fields.properties().stream()
                .filter(field -> !ToolInput.OPTIONS.contains(field.getKey()))
                .forEach(field -> {
                    add(at, OF_FIELD, field.getKey());
                    add(at, OF_FIELD_TEXT, field.getValue().path("description").asText());
                });
    }

    private void add(int at, double weight, String text) {
        for (var word : ToolWords.of(text)) {
            postings.computeIfAbsent(word, _ -> new HashMap<>()).merge(at, weight, Double::sum);
            lengths[at] += weight;
        }
    }

    /** The tools that fit best among those these entitlements cover, best first; none where no word fits. */
    List<CompiledFace<?, ?>> search(String query, EntitlementKey entitlements, int most) {
        return search(ToolWords.ofQuery(query).stream().limit(QUERY_WORDS_MAX).toList(), entitlements, most);
    }

    private List<CompiledFace<?, ?>> search(List<String> words, EntitlementKey entitlements, int most) {
        var scores = new double[lengths.length];
        words.forEach(word -> add(scores, word));
        double ofBatch = ToolWords.askForMany(words) ? 1 : OF_BATCH;
        var found = new ArrayList<Integer>();
        for (int at = 0; at < scores.length; at++) {
            if (scores[at] > 0 && entitlements.covers(tools.get(at))) {
                scores[at] *= tools.get(at).operation().answer() instanceof Answer.Batched<?> ? ofBatch : 1;
                found.add(at);
            }
        }
        found.sort(Comparator.comparingDouble((Integer at) -> -scores[at]).thenComparing(Comparator.naturalOrder()));
        return found.stream().limit(most).<CompiledFace<?, ?>>map(tools::get).toList();
    }

    /** The names of covered tools that an unknown name may mean: first those a few letters away, then by its words. */
    List<String> nearest(String name, EntitlementKey entitlements, int most) {
        var printable = Nearest.printable(name);
        var covered = tools.stream().filter(entitlements::covers).map(ToolIndex::name);
        var words = ToolWords.ofQuery(printable).stream().limit(NAME_WORDS_MAX).toList();
        var byWords = search(words, entitlements, most).stream().map(ToolIndex::name);
        return Stream.concat(Nearest.to(printable, covered.toList(), most).stream(), byWords)
                .distinct()
                .limit(most)
                .toList();
    }

    private static String name(CompiledFace<?, ?> face) {
        return face.operation().name();
    }

    /** Adds to each tool's score that of its word most similar to this one. */
    private void add(double[] scores, String word) {
        var best = new double[scores.length];
        postings.forEach((known, tools) -> {
            double similarity = similarity(word, known);
            if (similarity > 0) {
                double rarity = Math.log(1 + (lengths.length - tools.size() + 0.5) / (tools.size() + 0.5));
                tools.forEach((at, weight) ->
                        best[at] = Math.max(best[at], similarity * rarity * saturated(weight, lengths[at])));
            }
        });
        for (int at = 0; at < scores.length; at++) {
            scores[at] += best[at];
        }
    }

    private double saturated(double weight, double length) {
        double norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / lengthMean);
        return weight * (SATURATION + 1) / (weight + norm);
    }

    private static double similarity(String word, String known) {
        if (word.equals(known)) {
            return EXACT;
        }
        if (ToolWords.meansSame(word, known)) {
            return SAME_MEANING;
        }
        if (Math.min(word.length(), known.length()) >= BEGINNING_CHARS_MIN
                && (known.startsWith(word) || word.startsWith(known))) {
            return SAME_BEGINNING;
        }
        return word.length() >= TYPO_CHARS_MIN && Nearest.isOneApart(word, known) ? ONE_LETTER : 0;
    }
}
