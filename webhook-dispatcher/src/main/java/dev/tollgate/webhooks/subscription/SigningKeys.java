package dev.tollgate.webhooks.subscription;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.SigningKeyId;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.signature.SigningKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The signing keys of endpoints, kept sealed. An endpoint has two that live at most. */
public final class SigningKeys {

    /** Default time for which a replaced key continues to sign. */
    public static final int OVERLAP_SECONDS = 24 * 60 * 60;

    /** The longest it may. */
    public static final int OVERLAP_SECONDS_MAX = 30 * OVERLAP_SECONDS;

    /** Those that live, newest first. Arguments: workspace, endpoint. */
    public static final String LIVE = """
            SELECT id, key_id, sealed, made_at, ends_at
              FROM webhooks.signing_key
             WHERE workspace_id = $1 AND endpoint_id = $2 AND (ends_at IS NULL OR ends_at > now())
             ORDER BY made_at DESC, id DESC
            """;

    private static final String INSERT = """
            INSERT INTO webhooks.signing_key (workspace_id, endpoint_id, id, key_id, sealed, made_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """;

    private static final String DROP_OLDER = """
            DELETE FROM webhooks.signing_key
             WHERE workspace_id = $1 AND endpoint_id = $2 AND (ends_at IS NOT NULL OR $3)
            """;

    private static final String END_NEWEST = """
            UPDATE webhooks.signing_key SET ends_at = $3 WHERE workspace_id = $1 AND endpoint_id = $2
            """;

    private final SecretBox box;

    public SigningKeys(SecretBox box) {
        this.box = box;
    }

    /** The endpoint signs with this key too. */
    public Future<RowSet<Row>> add(
            Transaction tx, WorkspaceId workspace, WebhookId webhook, SigningKeyId id, SigningKey key, Instant now) {
        var sealed = box.sealed(key.secret(), place(workspace, webhook.value(), id.value()));
        return tx.query(
                INSERT,
                Tuple.of(workspace.value(), webhook.value(), id.value())
                        .addString(sealed.keyId())
                        .addBuffer(sealed.bytes())
                        .addOffsetDateTime(now.atOffset(ZoneOffset.UTC)));
    }

    /** The newest key ends after the overlap; one that was ending already ends now, and so does it without any. */
    public Future<?> end(Transaction tx, WorkspaceId workspace, WebhookId webhook, Duration overlap, Instant now) {
        var dropped = tx.query(
                DROP_OLDER, Tuple.of(workspace.value(), webhook.value()).addBoolean(overlap.isZero()));
        var ended = tx.query(
                END_NEWEST,
                Tuple.of(workspace.value(), webhook.value())
                        .addOffsetDateTime(now.plus(overlap).atOffset(ZoneOffset.UTC)));
        return Future.all(dropped, ended);
    }

    /** The keys that sign the deliveries of an endpoint now, newest first; across workspaces. */
    public Future<List<SigningKey>> live(Database database, WorkspaceId workspace, WebhookId webhook) {
        return database.read(RowSecurityContext.NONE, LIVE, Tuple.of(workspace.value(), webhook.value()))
                .map(rows -> opened(workspace, webhook, rows));
    }

    private List<SigningKey> opened(WorkspaceId workspace, WebhookId webhook, RowSet<Row> rows) {
        List<SigningKey> keys = new ArrayList<>(rows.size());
        for (var row : rows) {
            var id = new SigningKeyId(row.getUUID("id"));
            keys.add(new SigningKey(id.text(), box.opened(sealed(row), place(workspace, webhook.value(), id.value()))));
        }
        return keys;
    }

    static SecretBox.Sealed sealed(Row row) {
        return new SecretBox.Sealed(row.getString("key_id"), row.getBuffer("sealed"));
    }

    /** A sealed key opens only for the endpoint it was made for. */
    static String place(WorkspaceId workspace, UUID webhook, UUID id) {
        return "webhooks.signing_key " + workspace.value() + ' ' + webhook + ' ' + id;
    }
}
