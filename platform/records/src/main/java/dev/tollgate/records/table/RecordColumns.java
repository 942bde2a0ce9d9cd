package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.report.Binds;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.Report.Filter;
import dev.tollgate.records.report.ReportColumns;
import dev.tollgate.records.report.ReportField;
import dev.tollgate.records.report.TypedConditions;
import dev.tollgate.records.shape.RecordShape.StoredField;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns of a table for reports: those of one value each, but for bookkeeping. */
final class RecordColumns implements ReportColumns {

    private static final Set<String> LEFT_OUT =
            Set.of("workspace_id", "external_source", "external_id", "source", "last_actor", "version");

    private static final Set<Class<?>> NUMBERS = Set.of(long.class, Long.class, int.class, Integer.class);

    private final TableDeclaration<?> table;
    private final WorkspaceId workspace;

    RecordColumns(TableDeclaration<?> table, WorkspaceId workspace) {
        this.table = table;
        this.workspace = workspace;
    }

    /** The fields that a report can use. */
    static List<ReportField> fields(TableDeclaration<?> table) {
        return table.shape.columns().stream()
                .filter(column -> !LEFT_OUT.contains(column.name()))
                .flatMap(column -> Stream.ofNullable(type(column.field()))
                        .map(type -> new ReportField(column.name(), type, words(column.field()), null)))
                .toList();
    }

    private static @Nullable FieldType type(Class<?> field) {
        if (field == String.class || field.isEnum()) {
            return FieldType.TEXT;
        } else if (Id.class.isAssignableFrom(field)) {
            return FieldType.ID;
        } else if (NUMBERS.contains(field)) {
            return FieldType.NUMBER;
        } else if (field == boolean.class || field == Boolean.class) {
            return FieldType.BOOLEAN;
        } else if (field == Instant.class) {
            return FieldType.TIME;
        }
        return field == LocalDate.class ? FieldType.DATE : null;
    }

    private static @Nullable List<String> words(Class<?> field) {
        return field.isEnum()
                ? Arrays.stream(field.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                        .toList()
                : null;
    }

    @Override
    public String rows(Binds binds) {
        return table.name + " t WHERE t.workspace_id = " + binds.uuid(workspace.value());
    }

    @Override
    public String text(String field, Binds binds) {
        var column = column(field);
        return Objects.requireNonNull(type(column.field())) == FieldType.TEXT
                ? "left(" + sql(column) + ", " + GROUP_CHARS_MAX + ")"
                : sql(column) + "::text";
    }

    @Override
    public String number(String field, Binds binds) {
        return sql(column(field));
    }

    @Override
    public String time(String field, Report.Period period, Binds binds) {
        var column = column(field);
        return column.field() == LocalDate.class
                ? "(" + sql(column) + "::timestamp AT TIME ZONE "
                        + binds.text(period.zone().getId()) + ")"
                : sql(column);
    }

    @Override
    public String condition(Filter filter, Binds binds) {
        return TypedConditions.of(sql(column(filter.field())), filter, binds);
    }

    @Override
    @SuppressWarnings("unchecked") // a column of the type ID is one of ids
    public @Nullable String shown(String field, @Nullable String text) {
        var type = column(field).field();
        return text == null || !Id.class.isAssignableFrom(type)
                ? text
                : TypeId.text((Class<? extends Id>) type, UUID.fromString(text));
    }

    /** The id in a text of a caller; null if it is none of the column's. */
    static @Nullable UUID id(TableDeclaration<?> table, String field, String text) {
        var type = table.shape.columns().get(table.shape.index(field)).field();
        return TypeId.parse(TypeId.prefix(type), text).orElse(null);
    }

    private StoredField column(String field) {
        return table.shape.columns().get(table.shape.index(field));
    }

    private static String sql(StoredField column) {
        return "t.\"" + column.name() + '"';
    }
}
