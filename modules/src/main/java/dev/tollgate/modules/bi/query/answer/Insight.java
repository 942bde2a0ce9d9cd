package dev.tollgate.modules.bi.query.answer;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.modules.bi.query.grammar.Buckets;
import dev.tollgate.records.report.ReportField;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The answer to a query. Numbers beyond 2^53 are text. */
public record Insight(
        @JsonPropertyDescription("One per group and measure. Of a funnel one per group, of retention one per cohort.")
        List<Series> series,

        @JsonPropertyDescription("What the points of each series are about, in their order.")
        List<Bucket> buckets,

        @JsonPropertyDescription("All groups beyond limit as one, by measure.")
        List<Series> other,

        @JsonPropertyDescription("Answer to describe.") @Nullable Description description,

        @JsonPropertyDescription("First rows of a dataset: columns and values.") @Nullable JsonObject table,

        @JsonPropertyDescription("The time that was asked for, as it was understood.") @Nullable Resolved resolved,

        @JsonPropertyDescription("Everything stored before this time is included.")
        Instant asOf,

        @JsonPropertyDescription("Whether the answer of an earlier call was used.")
        boolean cached,

        @JsonPropertyDescription("A: from hourly counts. B: from rows. C: from a dataset.")
        String costClass,

        @JsonPropertyDescription("Whether there are more groups than limit.")
        boolean truncated,

        @JsonPropertyDescription("Names that were not found, such as those of events.")
        List<String> warnings) {

    /** Points of one group and measure. */
    public record Series(
            @JsonPropertyDescription("Unique in the answer.")
            String key,

            String label,

            @JsonPropertyDescription("Such as sum(properties.amount).")
            String measure,

            @JsonPropertyDescription("Such as cents:USD.") @Nullable String unit,

            @JsonPropertyDescription("Values of the dimensions; null for rows without one.")
            List<@Nullable String> dimensions,

            @JsonPropertyDescription("A value per bucket; null for no rows.")
            List<@Nullable Object> points,

            @JsonPropertyDescription("Of all buckets.") @Nullable Object total,

            @JsonPropertyDescription("The earlier period, bucket by bucket.") @Nullable Earlier compare) {}

    /** The same series in the earlier period. */
    public record Earlier(
            List<@Nullable Object> points, @Nullable Object total) {}

    /** A bucket of time, a step of a funnel, or a period of retention. */
    public record Bucket(
            @Nullable Instant start,
            @Nullable Instant end,
            String label,

            @JsonPropertyDescription("Whether it is cut by the range, or not over yet.")
            boolean partial) {

        /** A bucket that is not a period of time, such as a step of a funnel. */
        public static Bucket labelled(String label) {
            return new Bucket(null, null, label, false);
        }

        /** Those of a range. */
        public static List<Bucket> of(Buckets range, Instant now) {
            return IntStream.range(0, range.count())
                    .mapToObj(i -> new Bucket(
                            range.bounds().get(i), range.bounds().get(i + 1), range.label(i), range.isPartial(i, now)))
                    .toList();
        }
    }

    /** The time of a query. */
    public record Resolved(Instant from, Instant to, String zone, String grain) {

        public static Resolved of(Buckets range) {
            return new Resolved(
                    range.from(),
                    range.to(),
                    range.zone().getId(),
                    range.grain().name().toLowerCase(Locale.ROOT));
        }
    }

    /** What can be asked. */
    public record Description(
            @JsonPropertyDescription("How queries are written.")
            String grammar,

            @JsonPropertyDescription("Sources: events, records and datasets, as source takes them.")
            List<JsonObject> sources,

            @JsonPropertyDescription("Fields of the source that was named.")
            List<ReportField> fields,

            @JsonPropertyDescription("Frequent values of fields, last 7 days.")
            JsonObject topValues,

            @JsonPropertyDescription("Queries that work.") List<JsonObject> examples) {}

    /** From hourly counts. */
    public static final String CELLS = "A";

    /** From rows. */
    public static final String ROWS = "B";

    /** From a dataset. */
    public static final String DATASET = "C";

    /** What can be asked. */
    public static Insight described(Description description, Instant now) {
        return new Insight(
                List.of(), List.of(), List.of(), description, null, null, now, false, CELLS, false, List.of());
    }

    /** The first rows of a dataset. */
    public static Insight ofTable(@Nullable JsonObject table, Instant asOf) {
        return new Insight(List.of(), List.of(), List.of(), null, table, null, asOf, false, DATASET, false, List.of());
    }

    /** Series of a range, all of them. */
    public static Insight of(List<Series> series, List<Bucket> buckets, Buckets range, String costClass, Instant now) {
        return new Insight(
                series, buckets, List.of(), null, null, Resolved.of(range), now, false, costClass, false, List.of());
    }

    /** The same where there are more groups. */
    public Insight cut(boolean more) {
        return new Insight(
                series, buckets, other, description, table, resolved, asOf, cached, costClass, more, warnings);
    }

    /** The same as an answer that was computed before. */
    public Insight again() {
        return new Insight(
                series, buckets, other, description, table, resolved, asOf, true, costClass, truncated, warnings);
    }
}
