package dev.tollgate.modules.assets;

import dev.tollgate.blobs.Blobs;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The files that a workspace may have. A trigger counts them in one row, which creates of a workspace wait for. */
final class WorkspaceFileLimits {

    /** Uploads of a workspace that are not complete. */
    static final int PENDING_MAX = 100;

    /** Bytes of all assets of a workspace, also of those that are not complete. */
    static final long BYTES_MAX = 1_000_000_000_000L;

    /** Those that are not complete are few. */
    private static final String TOTAL = """
            SELECT t.pending, t.bytes,
                   (SELECT COALESCE(sum(a.byte_size), 0)::bigint FROM assets.asset a
                     WHERE a.workspace_id = t.workspace_id AND a.status = 'upload_pending') AS pending_bytes
              FROM assets.total t WHERE t.workspace_id = $1
            """;

    private final long pendingBytesMax;

    WorkspaceFileLimits(Blobs blobs) {
        this.pendingBytesMax = Math.max(blobs.pendingMax(), blobs.sizeMax());
    }

    /** The refusal if the workspace has too much, with the asset that the transaction has inserted. */
    Future<Optional<Refusal>> refusal(Transaction transaction, Call<?> call, Asset inserted) {
        return transaction
                .query(TOTAL, Tuple.of(call.caller().workspaceId().value()))
                .map(rows -> refusal(rows.iterator().next(), inserted.status()));
    }

    private Optional<Refusal> refusal(Row total, Asset.Status inserted) {
        if (total.getLong("pending") > PENDING_MAX) {
            return Optional.of(new Refusal.PlanLimitReached("A workspace has at most " + PENDING_MAX
                    + " uploads that are not complete. Complete or delete some."));
        }
        if (inserted == Asset.Status.UPLOAD_PENDING && total.getLong("pending_bytes") > pendingBytesMax) {
            return Optional.of(
                    new Refusal.PlanLimitReached("The uploads of a workspace that are not complete have at most "
                            + pendingBytesMax + " bytes. Complete or delete some."));
        }
        return total.getLong("bytes") > BYTES_MAX
                ? Optional.of(new Refusal.PlanLimitReached(
                        "The files of a workspace have at most " + BYTES_MAX + " bytes. Delete some."))
                : Optional.empty();
    }
}
