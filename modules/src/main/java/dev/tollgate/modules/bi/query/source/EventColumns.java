package dev.tollgate.modules.bi.query.source;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.report.Binds;
import dev.tollgate.records.report.FieldValue;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.Report.Filter;
import dev.tollgate.records.report.ReportColumns;
import dev.tollgate.records.report.TypedConditions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of {@code bi.event} for reports. Names of properties are bound. */
public final class EventColumns implements ReportColumns {

    public static final String ACTOR = "actor";
    public static final String NAME = "name";
    static final String OCCURRED_AT = "occurred_at";

    private static final int NOWHERE = -1;

    private final WorkspaceId workspace;
    private final Map<String, Integer> numbers;
    private final Map<String, String> names = new HashMap<>();
    private final boolean all;

    /**
     * @param numbers of the events that are counted, by name
     * @param all whether these are all of the workspace
     */
    public EventColumns(WorkspaceId workspace, Map<String, Integer> numbers, boolean all) {
        this.workspace = workspace;
        this.numbers = Map.copyOf(numbers);
        this.all = all;
        numbers.forEach((name, no) -> names.put(no.toString(), name));
    }

    @Override
    public String rows(Binds binds) {
        var rows = "bi.event e WHERE e.workspace_id = " + binds.uuid(workspace.value());
        return all ? rows : rows + " AND e.name_no = ANY (" + binds.integers(List.copyOf(numbers.values())) + ")";
    }

    @Override
    public String text(String field, Binds binds) {
        return switch (field) {
            case ACTOR -> "e.actor::text";
            case NAME -> "e.name_no::text";
            case OCCURRED_AT -> "e.occurred_at::text";
            default -> "left(" + property(field, binds) + ", " + GROUP_CHARS_MAX + ")";
        };
    }

    /** Values that differ behind the beginning that groups have are different. */
    @Override
    public String countedText(String field, Binds binds) {
        return field.startsWith(SourceFields.PROPERTIES) ? property(field, binds) : text(field, binds);
    }

    @Override
    public String number(String field, Binds binds) {
        var name = binds.text(property(field));
        return "CASE WHEN jsonb_typeof(e.props -> " + name + ") = 'number' THEN (e.props -> " + name + ")::numeric END";
    }

    @Override
    public String time(String field, Report.Period period, Binds binds) {
        return "e.occurred_at";
    }

    @Override
    public String condition(Filter filter, Binds binds) {
        return switch (filter.field()) {
            case ACTOR -> TypedConditions.of("e.actor", filter, binds);
            case NAME -> named(filter, binds);
            case OCCURRED_AT -> TypedConditions.of("e.occurred_at", filter, binds);
            default -> property(filter, binds);
        };
    }

    private String property(Filter filter, Binds binds) {
        if (filter.comparison() == Comparison.EXISTS) {
            var exists = "jsonb_exists(e.props, " + binds.text(property(filter.field())) + ")";
            return filter.wantsValue() ? exists : "NOT " + exists;
        }
        return switch (filter.values().getFirst()) {
            case FieldValue.Decimal _ -> TypedConditions.of("(" + number(filter.field(), binds) + ")", filter, binds);
            case FieldValue.Flag _ -> TypedConditions.of(bool(filter.field(), binds), filter, binds);
            case FieldValue.Text _, FieldValue.Reference _, FieldValue.Moment _, FieldValue.Day _ ->
                TypedConditions.of("(" + property(filter.field(), binds) + ")", filter, binds);
        };
    }

    private static String property(String field, Binds binds) {
        return "e.props ->> " + binds.text(property(field));
    }

    private static String bool(String field, Binds binds) {
        var name = binds.text(property(field));
        return "(CASE WHEN jsonb_typeof(e.props -> " + name + ") = 'boolean' THEN (e.props -> " + name
                + ")::boolean END)";
    }

    private static String property(String field) {
        return field.substring(SourceFields.PROPERTIES.length());
    }

    /** Names that the workspace has no events of are no numbers: their comparison finds nothing. */
    private String named(Filter filter, Binds binds) {
        if (filter.comparison() == Comparison.EXISTS) {
            return filter.wantsValue() ? "true" : "false";
        }
        var wanted = filter.values().stream()
                .map(value ->
                        value instanceof FieldValue.Text(String name) ? numbers.getOrDefault(name, NOWHERE) : NOWHERE)
                .toList();
        var among = "e.name_no = ANY (" + binds.integers(wanted) + ")";
        return filter.comparison() == Comparison.NE ? "NOT " + among : among;
    }

    @Override
    public @Nullable String shown(String field, @Nullable String text) {
        return field.equals(NAME) && text != null ? Objects.requireNonNullElse(names.get(text), text) : text;
    }
}
