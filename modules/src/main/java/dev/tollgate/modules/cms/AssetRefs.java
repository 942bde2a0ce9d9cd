package dev.tollgate.modules.cms;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.schema.FieldCheck.AssetReference;
import dev.tollgate.records.schema.SchemaReader;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** References from posts and entries to assets. While one is kept, the asset is not deleted. */
final class AssetRefs {

    private static final String AVAILABLE = "available";

    private static final String FOUND =
            "SELECT id, status FROM assets.asset WHERE workspace_id = $1 AND id = ANY ($2) FOR KEY SHARE";

    private static final String REMOVE_OF_POST = "DELETE FROM cms.asset_ref WHERE workspace_id = $1 AND post_id = $2";

    private static final String INSERT_OF_POST = """
            INSERT INTO cms.asset_ref (workspace_id, post_id, live, asset_id)
            SELECT $1, $2, false, a FROM unnest($3::uuid[]) AS a
            """;

    private static final String REMOVE_OF_ENTRY =
            "DELETE FROM cms.asset_ref WHERE workspace_id = $1 AND entry_id = $2 AND live = $3";

    private static final String INSERT_OF_ENTRY = """
            INSERT INTO cms.asset_ref (workspace_id, entry_id, live, asset_id)
            SELECT $1, $2, $3, a FROM unnest($4::uuid[]) AS a
            """;

    private AssetRefs() {}

    /**
     * The references that lead nowhere. Assets are looked for only if the caller has a scope of their module.
     *
     * @param publishing whether they must be available too
     */
    static Future<List<FieldError>> faults(
            Transaction transaction, Call<?> call, List<AssetReference> references, boolean publishing) {
        if (references.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        if (!call.caller().reaches("assets")) {
            return Future.succeededFuture(List.of(new FieldError(
                    references.getFirst().path(),
                    "refers to a record of assets, which takes an assets scope, such as assets:read, and the module"
                            + " enabled")));
        }
        return transaction.query(FOUND, key(call).addValue(ids(references))).map(rows -> {
            Map<UUID, String> found = new HashMap<>();
            rows.forEach(row -> found.put(row.getUUID("id"), row.getString("status")));
            return references.stream()
                    .map(reference -> new FieldError(reference.path(), fault(found.get(reference.asset()), publishing)))
                    .filter(fault -> !fault.message().isEmpty())
                    .limit(SchemaReader.FAULTS_MAX)
                    .toList();
        });
    }

    private static String fault(@Nullable String status, boolean publishing) {
        if (status == null) {
            return "is not an asset of this workspace";
        }
        return publishing && !status.equals(AVAILABLE) ? "refers to an asset that is not available" : "";
    }

    /** Keeps these of a post in place of those before. */
    static void ofPost(Transaction transaction, Call<?> call, PostId post, List<? extends Id> assets) {
        var _ = transaction.query(REMOVE_OF_POST, key(call).addValue(post.value()));
        if (!assets.isEmpty()) {
            var ids = assets.stream().map(Id::value).distinct().toArray(UUID[]::new);
            var _ = transaction.query(
                    INSERT_OF_POST, key(call).addValue(post.value()).addValue(ids));
        }
    }

    /** Keeps these of an entry in place of those before. */
    static void ofEntry(
            Transaction transaction, Call<?> call, EntryId entry, List<AssetReference> references, boolean live) {
        var _ = transaction.query(
                REMOVE_OF_ENTRY, key(call).addValue(entry.value()).addValue(live));
        if (!references.isEmpty()) {
            var _ = transaction.query(
                    INSERT_OF_ENTRY,
                    key(call).addValue(entry.value()).addValue(live).addValue(ids(references)));
        }
    }

    private static UUID[] ids(List<AssetReference> references) {
        return references.stream().map(AssetReference::asset).distinct().toArray(UUID[]::new);
    }

    private static Tuple key(Call<?> call) {
        return Tuple.tuple().addValue(call.caller().workspaceId().value());
    }
}
