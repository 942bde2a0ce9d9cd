package dev.tollgate.gateway.control.records;

import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.table.StoredRecord;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.json.Json;
import java.util.List;

/**
 * One kind of records.
 *
 * @param name such as {@code deal_stage}
 * @param module key of its module
 */
record RecordKind<R extends StoredRecord>(String name, String module, TableDeclaration<R> table) {

    private static final List<String> SHOWN_APART = List.of("id", "workspace_id", "version", "created_at", "updated_at");

    static RecordKind<?> of(ResourceOperations<?, ?> resource) {
        return of(resource.table());
    }

    private static <R extends StoredRecord> RecordKind<R> of(TableDeclaration<R> table) {
        var name = table.name();
        var dot = name.indexOf('.');
        return new RecordKind<>(name.substring(dot + 1), name.substring(0, dot), table);
    }

    FoundRecord shown(StoredRecord record) {
        var fields = Json.object(record);
        var nameColumn = table.nameColumn();
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
