package dev.tollgate.gateway.control.records;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.ReferenceTarget;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One kind of records.
 *
 * @param name such as {@code deal_stage}
 * @param module key of its module
 * @param nameColumn what people call a record by; null where it has no name
 * @param id the type of its ids
 */
record RecordKind<R extends SyncedRecord>(
        String name, String module, @Nullable String nameColumn, Class<? extends Id> id, TableDeclaration<R> table) {

    private static final List<String> SHOWN_APART =
            List.of("id", "workspace_id", "version", "created_at", "updated_at");

    static <I extends Id, R extends SyncedRecord> RecordKind<R> of(ResourceOperations<I, R> resource) {
        var table = resource.table().name();
        var dot = table.indexOf('.');
        var target = ReferenceTarget.of(resource.id());
        return new RecordKind<>(
                table.substring(dot + 1),
                table.substring(0, dot),
                target == null ? null : target.name(),
                resource.id(),
                resource.table());
    }

    /** The id in a text; empty for a text that is no id of these records. */
    Optional<Id> id(String text) {
        return TypeId.parse(TypeId.prefix(id), text).<Id>map(_ -> Json.MAPPER.convertValue(text, id));
    }

    FoundRecord shown(R record) {
        var fields = Json.object(record);
        var called = nameColumn == null ? null : fields.getString(nameColumn);
        SHOWN_APART.forEach(fields::remove);
        return new FoundRecord(
                record.id().text(),
                name,
                module,
                called,
                record.version(),
                record.createdAt(),
                record.updatedAt(),
                fields);
    }
}
