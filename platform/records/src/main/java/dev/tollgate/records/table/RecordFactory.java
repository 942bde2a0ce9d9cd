package dev.tollgate.records.table;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.shape.RecordShape;
import dev.tollgate.records.shape.Stamp;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.runtime.ids.IdSource;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records that are not stored yet: made from inputs by name, stamped, and checked. */
final class RecordFactory<R extends StoredRecord> {

    private final TableDeclaration<R> table;
    private final RecordShape<R> shape;
    private final IdSource ids;
    private final InstantSource clock;
    private final int updatedAt;
    private final int version;
    private final int source;
    private final int lastActor;

    RecordFactory(TableDeclaration<R> table, IdSource ids, InstantSource clock) {
        this.table = table;
        this.shape = table.shape;
        this.ids = ids;
        this.clock = clock;
        this.updatedAt = shape.index("updated_at");
        this.version = shape.index("version");
        this.source = shape.index("source");
        this.lastActor = shape.index("last_actor");
    }

    Stamp stamp(Call<?> call) {
        return new Stamp(
                ids.next(),
                call.caller().workspaceId(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                call.facts().surface().source(),
                call.caller().actor().id());
    }

    /** A record from an input; for a new one, fields that the input leaves out get the declared initial values. */
    NewRecord<R> fresh(Record input) {
        return new NewRecord<>(made(input), before -> merged(before, input));
    }

    private Outcome<R> merged(R before, Record input) {
        var making = Objects.requireNonNull(table.createMapping);
        var changing = Objects.requireNonNull(table.updateMapping, () -> table.name + " declares no input for update");
        var values = shape.values(before);
        var faults = making.merge(values, input, changing, shape);
        return faults.isEmpty()
                ? Outcome.done(shape.made(values))
                : Outcome.refused(new Refusal.ValidationFailed(faults));
    }

    private Function<Stamp, R> made(Record input) {
        var making = Objects.requireNonNull(table.createMapping, () -> table.name + " declares no input for create");
        return stamp -> {
            var values = new @Nullable Object[shape.columns().size()];
            table.initial.fill(values, stamp);
            making.fill(values, input);
            values[shape.index("id")] =
                    shape.columns().get(shape.index("id")).type().read().apply(stamp.id());
            values[shape.index("workspace_id")] = stamp.workspace();
            values[shape.index("created_at")] = stamp.time();
            put(values, stamp, Stamp.VERSION);
            return shape.made(values);
        };
    }

    /** The record with the patches of an input applied. */
    R patched(R before, Record patch) {
        var changing = Objects.requireNonNull(table.updateMapping, () -> table.name + " declares no input for update");
        var values = shape.values(before);
        changing.patch(values, patch);
        return shape.made(values);
    }

    /** The changed record as of now, at this version. */
    void stamp(@Nullable Object[] values, Call<?> call, long next) {
        put(values, stamp(call), next);
    }

    private void put(@Nullable Object[] values, Stamp stamp, long next) {
        values[updatedAt] = stamp.time();
        values[version] = next;
        values[source] = stamp.source();
        values[lastActor] = stamp.actor();
    }

    /** All faults of a record, with the caller's field names. */
    List<FieldError> faults(@Nullable Object[] values, R record, List<FieldError> ofReferences) {
        var faults = new ArrayList<>(shape.faults(values));
        faults.addAll(ofReferences);
        if (record instanceof SyncedRecord synced) {
            faults.addAll(externalFaults(synced));
        }
        if (faults.isEmpty()) {
            faults.addAll(table.rule.apply(record));
        }
        return faults;
    }

    private static List<FieldError> externalFaults(SyncedRecord record) {
        if ((record.externalSource() == null) == (record.externalId() == null)) {
            return List.of();
        }
        return record.externalId() == null
                ? List.of(new FieldError("external_id", "is required with external_source"))
                : List.of(new FieldError("external_source", "is required with external_id"));
    }
}
