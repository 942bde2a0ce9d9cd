package dev.tollgate.modules.cms;

import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.runtime.memory.WeighedLru;
import io.vertx.sqlclient.Row;
import java.util.Objects;
import java.util.UUID;

/** The schemas that were read last on one event loop. A number of a collection has one schema for ever. */
final class ReadSchemas {

    /** Memory that they may take. */
    static final long BYTES_MAX = 4 << 20;

    private record Key(UUID workspace, UUID collection, int number) {}

    private final WeighedLru<Key, FieldSchema> read = new WeighedLru<>(BYTES_MAX, FieldSchema::memoryBytes);

    /** The schema of a row of a collection. */
    FieldSchema of(Row row) {
        var key = new Key(
                row.getUUID("workspace_id"),
                row.getUUID("id"),
                Objects.requireNonNull(row.getInteger("schema_number")));
        return read.get(key, () -> FieldSchema.stored(row.getJsonObject("schema")));
    }
}
