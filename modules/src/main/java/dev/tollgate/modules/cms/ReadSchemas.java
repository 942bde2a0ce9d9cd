package dev.tollgate.modules.cms;

import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The schemas that were read last on one event loop. A number of a collection has one schema for ever. */
final class ReadSchemas {

    static final int SCHEMAS_MAX = 64;

    private record Key(UUID workspace, UUID collection, int number) {}

    private final Map<Key, FieldSchema> read = new LruMap<>(SCHEMAS_MAX);

    /** The schema of a row of a collection. */
    FieldSchema of(Row row) {
        var key = new Key(
                row.getUUID("workspace_id"),
                row.getUUID("id"),
                Objects.requireNonNull(row.getInteger("schema_number")));
        return read.computeIfAbsent(key, _ -> FieldSchema.stored(row.getJsonObject("schema")));
    }
}
