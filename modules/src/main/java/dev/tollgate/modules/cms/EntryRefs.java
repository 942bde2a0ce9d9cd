package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.schema.FieldCheck;
import dev.tollgate.records.schema.FieldCheck.Reference;
import dev.tollgate.records.schema.SchemaReader;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * References from entries to entries, of the newest version and of what is live. Kept with foreign keys, so that an
 * entry that another one refers to is not deleted.
 */
final class EntryRefs {

    /** References in the fields of an entry. */
    static final int REFERENCES_MAX = 200;

    private static final String FOUND = """
            SELECT e.id, e.site_id, c.key, p.id IS NOT NULL AS live
              FROM cms.entry e
              JOIN cms.collection c ON c.workspace_id = e.workspace_id AND c.id = e.collection_id
              LEFT JOIN cms.publication p ON p.workspace_id = e.workspace_id AND p.id = e.id
             WHERE e.workspace_id = $1 AND e.id = ANY ($2)
               FOR KEY SHARE OF e
            """;

    private static final String REMOVE =
            "DELETE FROM cms.entry_ref WHERE workspace_id = $1 AND entry_id = $2 AND live = $3";

    private static final String INSERT = """
            INSERT INTO cms.entry_ref (workspace_id, entry_id, live, target_id)
            SELECT $1, $2, $3, t FROM unnest($4::uuid[]) AS t
            """;

    private EntryRefs() {}

    /**
     * The references of some fields that lead nowhere.
     *
     * @param publishing the entry that is put live with these fields, so that what they refer to must be live too; null
     *     for a draft
     */
    static Future<List<FieldError>> faults(
            Transaction transaction,
            Call<?> call,
            EntryCollection collection,
            JsonObject fields,
            @Nullable EntryId publishing) {
        var assets = FieldCheck.assets(collection.schema(), fields);
        if (assets.size() > REFERENCES_MAX) {
            return Future.succeededFuture(
                    List.of(new FieldError("fields", "must have at most " + REFERENCES_MAX + " references to assets")));
        }
        var ofAssets = AssetRefs.faults(transaction, call, assets, publishing != null);
        return ofEntries(transaction, call, collection, fields, publishing)
                .compose(faults -> ofAssets.map(
                        more -> Stream.concat(faults.stream(), more.stream()).toList()));
    }

    private static Future<List<FieldError>> ofEntries(
            Transaction transaction,
            Call<?> call,
            EntryCollection collection,
            JsonObject fields,
            @Nullable EntryId publishing) {
        var references = FieldCheck.references(collection.schema(), fields);
        if (references.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        if (references.size() > REFERENCES_MAX) {
            return Future.succeededFuture(List.of(
                    new FieldError("fields", "must have at most " + REFERENCES_MAX + " references to entries")));
        }
        return transaction
                .query(FOUND, Tuple.of(call.caller().workspaceId().value()).addValue(ids(references)))
                .map(rows -> {
                    Map<UUID, Row> found = new HashMap<>();
                    rows.forEach(row -> found.put(row.getUUID("id"), row));
                    var faults = new ArrayList<FieldError>();
                    for (var reference : references) {
                        var fault = fault(collection, reference, found.get(reference.entry()), publishing);
                        if (!fault.isEmpty() && faults.size() < SchemaReader.FAULTS_MAX) {
                            faults.add(new FieldError(reference.path(), fault));
                        }
                    }
                    return faults;
                });
    }

    private static String fault(
            EntryCollection collection, Reference reference, @Nullable Row found, @Nullable EntryId publishing) {
        var wanted = reference.collection();
        if (found == null) {
            return "is not an entry of this workspace";
        }
        if (!wanted.isEmpty()
                && !(wanted.equals(found.getString("key"))
                        && collection.site().value().equals(found.getUUID("site_id")))) {
            return "must be an entry of the collection " + wanted;
        }
        return publishing != null
                        && !found.getBoolean("live")
                        && !reference.entry().equals(publishing.value())
                ? "refers to an entry that is not published"
                : "";
    }

    /** Keeps these in place of those before. */
    static void replace(
            Transaction transaction, Call<?> call, EntryId entry, List<Reference> references, boolean live) {
        var workspace = call.caller().workspaceId().value();
        var _ = transaction.query(REMOVE, Tuple.of(workspace, entry.value(), live));
        if (!references.isEmpty()) {
            var _ = transaction.query(
                    INSERT, Tuple.of(workspace, entry.value(), live).addValue(ids(references)));
        }
    }

    private static UUID[] ids(List<Reference> references) {
        return references.stream().map(Reference::entry).distinct().toArray(UUID[]::new);
    }
}
