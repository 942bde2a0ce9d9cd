package dev.tollgate.modules.cms;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.runtime.postgres.FirstRow;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Objects;
import java.util.Optional;

/** The collection of an entry as a write of the entry finds it: its schema stays the same until the write ends. */
record EntryCollection(
        CollectionId id,
        SiteId site,
        String siteSlug,
        String siteLocale,
        String key,
        int schemaNumber,
        FieldSchema schema) {

    private static final String SELECT = """
            SELECT c.workspace_id, c.id, c.site_id, s.slug, s.default_locale, c.key, c.schema_number, c.schema
              FROM cms.collection c
              JOIN cms.site s ON s.workspace_id = c.workspace_id AND s.id = c.site_id
            """;

    private static final String BY_ID = SELECT + " WHERE c.workspace_id = $1 AND c.id = $2 FOR SHARE OF c";

    private static final String OF_ENTRY = SELECT + """
              JOIN cms.entry e ON e.workspace_id = c.workspace_id AND e.collection_id = c.id
             WHERE c.workspace_id = $1 AND e.id = $2
               FOR SHARE OF c
            """;

    static Future<Optional<EntryCollection>> found(
            Transaction transaction, Call<?> call, CollectionId id, ReadSchemas schemas) {
        return read(transaction, BY_ID, call, id).map(found -> found.map(row -> of(row, schemas)));
    }

    /** Empty where there is no such entry. */
    static Future<Optional<EntryCollection>> ofEntry(
            Transaction transaction, Call<?> call, EntryId entry, ReadSchemas schemas) {
        return read(transaction, OF_ENTRY, call, entry).map(found -> found.map(row -> of(row, schemas)));
    }

    private static Future<Optional<Row>> read(Transaction transaction, String sql, Call<?> call, Id id) {
        var key = Tuple.of(call.caller().workspaceId().value(), id.value());
        return transaction.query(sql, key).map(rows -> FirstRow.of(rows, row -> row));
    }

    private static EntryCollection of(Row row, ReadSchemas schemas) {
        return new EntryCollection(
                new CollectionId(row.getUUID("id")),
                new SiteId(row.getUUID("site_id")),
                row.getString("slug"),
                row.getString("default_locale"),
                row.getString("key"),
                Objects.requireNonNull(row.getInteger("schema_number")),
                schemas.of(row));
    }
}
