package dev.tollgate.records.table;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.postgres.SqlState;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks that referenced records exist in the same workspace. Locks found records until the transaction ends; foreign
 * keys within a module are a second check. A record of another module is looked for only if the caller has a scope of
 * that module: the check must not tell whether a record exists that the caller cannot reach.
 */
final class References {

    /** Refusal of the removal of a record that others refer to. */
    static final Refusal STILL_NAMED =
            new Refusal.Conflict("Other records still refer to this one. Change or delete them first.");

    /** One column that names a record, and how to look for what it names. */
    private record Reference(
            int column, String field, @Nullable String otherModule, String sql) {}

    private final List<Reference> references;

    References(TableDeclaration<?> table) {
        this.references = table.references.stream()
                .map(reference -> reference(table, reference.column(), reference.target()))
                .toList();
    }

    /** A record of the same table is not locked: where nobody may change one, nobody may lock one. */
    private static Reference reference(TableDeclaration<?> table, String column, ReferenceTarget target) {
        var own = table.name.equals(target.table());
        var sql = "SELECT id FROM " + target.table() + " WHERE workspace_id = $1 AND id = ANY ($2)";
        return new Reference(
                table.shape.index(column),
                column,
                table.name.startsWith(target.module() + '.') ? null : target.module(),
                own ? sql : sql + " FOR KEY SHARE");
    }

    /** The rows with what they named before left out. */
    @Nullable Object[] changed(@Nullable Object[] was, @Nullable Object[] values) {
        var changed = values.clone();
        for (var reference : references) {
            if (values[reference.column()] != null && values[reference.column()].equals(was[reference.column()])) {
                changed[reference.column()] = null;
            }
        }
        return changed;
    }

    /** Whether a row names no other record. */
    boolean none(@Nullable Object[] values) {
        for (var reference : references) {
            if (values[reference.column()] != null) {
                return false;
            }
        }
        return true;
    }

    /** Which names of each row lead nowhere; asks one question per column that names anything, all in one tick. */
    Future<List<List<FieldError>>> faults(Transaction transaction, Call<?> call, List<@Nullable Object[]> rows) {
        var faults = new ArrayList<List<FieldError>>(rows.size());
        rows.forEach(_ -> faults.add(new ArrayList<>()));
        var asked = new ArrayList<Future<?>>();
        for (var reference : references) {
            var named = named(reference, rows);
            var other = reference.otherModule();
            if (!named.isEmpty() && other != null && !call.caller().reaches(other)) {
                refuse(reference, rows, faults);
            } else if (!named.isEmpty()) {
                asked.add(transaction
                        .query(reference.sql(), question(call, named))
                        .onSuccess(found -> compare(reference, rows, ids(found), faults)));
            }
        }
        return asked.isEmpty()
                ? Future.succeededFuture(faults)
                : Future.all(asked).map(faults);
    }

    private static void refuse(Reference reference, List<@Nullable Object[]> rows, List<List<FieldError>> faults) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i)[reference.column()] != null) {
                faults.get(i)
                        .add(new FieldError(
                                reference.field(),
                                "refers to a record of %1$s, which takes a %1$s scope, such as %1$s:read, and the module enabled"
                                        .formatted(reference.otherModule())));
            }
        }
    }

    private static Set<UUID> named(Reference reference, List<@Nullable Object[]> rows) {
        var named = new HashSet<UUID>();
        for (var row : rows) {
            if (row[reference.column()] instanceof Id id) {
                named.add(id.value());
            }
        }
        return named;
    }

    private static Tuple question(Call<?> call, Set<UUID> named) {
        return Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(named.toArray(UUID[]::new));
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        var ids = new HashSet<UUID>();
        rows.forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    private static void compare(
            Reference reference, List<@Nullable Object[]> rows, Set<UUID> found, List<List<FieldError>> faults) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i)[reference.column()] instanceof Id id && !found.contains(id.value())) {
                faults.get(i).add(new FieldError(reference.field(), "is not a record of this workspace"));
            }
        }
    }

    /** A removal that failed because another record names this one is a refusal. */
    static <T> Future<Outcome<T>> refusedIfNamed(Throwable failure) {
        return SqlState.FOREIGN_KEY_VIOLATION.equals(SqlState.sqlState(failure))
                ? Future.succeededFuture(Outcome.refused(STILL_NAMED))
                : Future.failedFuture(failure);
    }
}
