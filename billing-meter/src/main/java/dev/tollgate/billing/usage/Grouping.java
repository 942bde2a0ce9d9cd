package dev.tollgate.billing.usage;

import dev.tollgate.contract.event.UsageRecorded;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Dimensions by which usage can be grouped, in the order in which sums are listed. */
public enum Grouping {
    DAY("day::text", "(at AT TIME ZONE 'UTC')::date::text"),
    /** Sums are kept by the day: by the hour, calls themselves are summed. */
    HOUR("''", "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:00:00\"Z\"')"),
    WORKSPACE("COALESCE(workspace_id::text, '')"),
    DIMENSION("dimension"),
    PRICE_VERSION("price_version"),
    CREDENTIAL("credential_id"),
    MODULE("module"),
    SURFACE("surface");

    private final String ofSum;
    private final String ofCall;

    /** Columns of the same name in sums and calls. */
    Grouping(String column) {
        this(column, column);
    }

    Grouping(String ofSum, String ofCall) {
        this.ofSum = ofSum;
        this.ofCall = ofCall;
    }

    /** The text of a call's group. */
    String text(UsageRecorded event, String module) {
        var facts = event.call();
        return switch (this) {
            case DAY -> LocalDate.ofInstant(facts.time(), ZoneOffset.UTC).toString();
            case HOUR -> facts.time().truncatedTo(ChronoUnit.HOURS).toString();
            case WORKSPACE ->
                facts.workspace() == null ? "" : facts.workspace().value().toString();
            case DIMENSION -> event.charge().dimension();
            case PRICE_VERSION -> event.charge().priceVersion();
            case CREDENTIAL -> facts.actor().id();
            case MODULE -> module;
            case SURFACE -> facts.surface().text();
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The key of a row's group as an array of texts, one per grouping; those that are not among the words of this
     * parameter are empty. One form of SQL for every combination: it is prepared once.
     */
    static String keyOfSum(String parameter) {
        return key(parameter, group -> group.ofSum);
    }

    /** The same for the rows of calls. */
    static String keyOfCall(String parameter) {
        return key(parameter, group -> group.ofCall);
    }

    private static String key(String parameter, Function<Grouping, String> column) {
        return Arrays.stream(values())
                .map(group -> "CASE WHEN '" + group.word() + "' = ANY (" + parameter + ") THEN " + column.apply(group)
                        + " ELSE '' END COLLATE \"C\"")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }
}
