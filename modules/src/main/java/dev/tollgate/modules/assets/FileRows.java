package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.modules.assets.storage.StoredBytes;
import dev.tollgate.records.file.ReceivedBytes;
import dev.tollgate.records.file.UploadGrant;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.FirstRow;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of {@code assets.file}. Changes are part of a transaction that has locked the row or holds its lease. */
final class FileRows {

    private static final String SELECT = """
            SELECT f.id, f.workspace_id, f.upload_id, f.parts_blob, f.upload_token, f.part_tags, f.digest_state,
                   f.stored_blob, f.sha256, f.infected, f.lease, f.leased_until, f.expires_at,
                   a.status, a.byte_size, a.file_name, a.mime_type, a.sha256 AS asset_sha256
              FROM assets.file f
              JOIN assets.asset a ON a.workspace_id = f.workspace_id AND a.id = f.id
             WHERE f.workspace_id = $1 AND f.id = $2
            """;

    private static final String LOCK = "SELECT 1 FROM assets.file WHERE workspace_id = $1 AND id = $2 FOR UPDATE";

    private static final String INSERT = """
            INSERT INTO assets.file (workspace_id, id, upload_id, stored_blob, sha256, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """;

    private static final String LEASE =
            "UPDATE assets.file SET lease = $3, leased_until = $4 WHERE workspace_id = $1 AND id = $2";

    private static final String BEGUN = """
            UPDATE assets.file SET upload_token = $4, parts_blob = $5
             WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND upload_token IS NULL
            """;

    private static final String RENEW = """
            UPDATE assets.file SET leased_until = $4
             WHERE workspace_id = $1 AND id = $2 AND lease = $3 AND leased_until > $5
            """;

    private static final String RELEASE = """
            UPDATE assets.file SET lease = NULL, leased_until = NULL
             WHERE workspace_id = $1 AND id = $2 AND lease = $3
            """;

    /** The whole file takes the place of parts, and parts that of the whole file. */
    private static final String WHOLE = """
            UPDATE assets.file
               SET stored_blob = $3, sha256 = $4, infected = $5, parts_blob = NULL, upload_token = NULL,
                   part_tags = '{}', digest_state = NULL, lease = NULL, leased_until = NULL
             WHERE workspace_id = $1 AND id = $2
            """;

    /** What was found in a whole file goes with it; what was found in parts before stays. */
    private static final String PART = """
            UPDATE assets.file
               SET part_tags = array_append(part_tags, $3), digest_state = $4,
                   infected = CASE WHEN stored_blob IS NULL THEN COALESCE(infected, $5) ELSE $5 END,
                   stored_blob = NULL, sha256 = NULL, lease = NULL, leased_until = NULL
             WHERE workspace_id = $1 AND id = $2
            """;

    private static final String EMPTY = """
            UPDATE assets.file
               SET parts_blob = NULL, upload_token = NULL, part_tags = '{}', digest_state = NULL, stored_blob = NULL,
                   sha256 = NULL, infected = NULL, lease = NULL, leased_until = NULL
             WHERE workspace_id = $1 AND id = $2
            """;

    /** Ends the lease, so that a request which is sending bytes cannot record them. */
    private static final String STORED = """
            UPDATE assets.file
               SET stored_blob = $3, sha256 = $4, parts_blob = NULL, upload_token = NULL, part_tags = '{}',
                   digest_state = NULL, lease = NULL, leased_until = NULL
             WHERE workspace_id = $1 AND id = $2
            """;

    private static final String DELETE = "DELETE FROM assets.file WHERE workspace_id = $1 AND id = $2";

    private FileRows() {}

    static Future<Optional<FileRow>> read(Work work, Call<?> call, AssetId asset) {
        return work.readByKey(call, SELECT, key(call, asset)).map(FileRows::first);
    }

    static Future<Optional<FileRow>> locked(Transaction transaction, Call<?> call, AssetId asset) {
        return transaction.lockThenRead(LOCK, SELECT, key(call, asset)).map(FileRows::first);
    }

    /** The row of a new asset; {@code storedBlob} and {@code sha256} where its bytes are there already. */
    static void insert(
            Transaction transaction, Asset asset, UUID uploadId, @Nullable UUID storedBlob, Instant expiresAt) {
        var _ = transaction.query(
                INSERT,
                Tuple.of(asset.workspaceId().value(), asset.id().value(), uploadId)
                        .addValue(storedBlob)
                        .addValue(storedBlob == null ? null : asset.sha256())
                        .addValue(expiresAt.atOffset(ZoneOffset.UTC)));
    }

    static void lease(Transaction transaction, Call<?> call, AssetId asset, UUID lease, Instant until) {
        var _ = transaction.query(LEASE, key(call, asset).addValue(lease).addValue(until.atOffset(ZoneOffset.UTC)));
    }

    /** Whether the lease was held still, so that the upload in parts is kept. */
    static Future<Boolean> begun(Transaction transaction, Call<?> call, AssetId asset, UUID lease, BlobUpload upload) {
        return transaction
                .query(
                        BEGUN,
                        key(call, asset)
                                .addValue(lease)
                                .addValue(upload.token())
                                .addValue(upload.key().id()))
                .map(rows -> rows.rowCount() == 1);
    }

    static Future<Boolean> renewed(Transaction transaction, Call<?> call, AssetId asset, UUID lease, Instant now) {
        var until = now.plus(UploadGrant.Lease.LIFE);
        return transaction
                .query(
                        RENEW,
                        key(call, asset)
                                .addValue(lease)
                                .addValue(until.atOffset(ZoneOffset.UTC))
                                .addValue(now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    static void release(Transaction transaction, Call<?> call, AssetId asset, UUID lease) {
        var _ = transaction.query(RELEASE, key(call, asset).addValue(lease));
    }

    static void whole(Transaction transaction, Call<?> call, AssetId asset, UUID blob, ReceivedBytes bytes) {
        var _ = transaction.query(
                WHOLE, key(call, asset).addValue(blob).addValue(bytes.sha256()).addValue(bytes.infected()));
    }

    static void part(Transaction transaction, Call<?> call, AssetId asset, String tag, ReceivedBytes bytes) {
        var _ = transaction.query(
                PART,
                key(call, asset).addValue(tag).addValue(bytes.digestState()).addValue(bytes.infected()));
    }

    /** Deletes and forgets everything that was uploaded. */
    static void empty(Transaction transaction, Call<?> call, FileRow file, StoredBytes bytes) {
        discard(transaction, call, file, bytes);
        var _ = transaction.query(EMPTY, key(call, file.asset()));
    }

    /** Deletes what a locked row refers to in the store. The transaction ends with the row, or its references. */
    static void discard(Transaction transaction, Call<?> call, FileRow file, StoredBytes bytes) {
        if (file.storedBlob() != null) {
            bytes.delete(transaction, call, file.storedBlob());
        }
        var upload = file.upload();
        if (upload != null) {
            bytes.abort(transaction, call, upload);
        }
    }

    static void stored(Transaction transaction, Call<?> call, AssetId asset, UUID blob, String sha256) {
        var _ = transaction.query(STORED, key(call, asset).addValue(blob).addValue(sha256));
    }

    static void delete(Transaction transaction, Call<?> call, AssetId asset) {
        var _ = transaction.query(DELETE, key(call, asset));
    }

    private static Optional<FileRow> first(RowSet<Row> rows) {
        return FirstRow.of(rows, FileRow::of);
    }

    private static Tuple key(Call<?> call, AssetId asset) {
        return Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(asset.value());
    }
}
