package dev.tollgate.gateway.control.members;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of invitations. Row-level security shows those of the caller's workspace, or else of its tenant itself. */
final class InvitationTable {

    private static final String COLUMNS = """
            id, tenant_id, workspace_id, email, role, expires_at, accepted_at, revoked_at, version, source, last_actor,
            created_at, updated_at
            """;

    static final String LIST = "SELECT " + COLUMNS + """
              FROM control.invitation
             WHERE tenant_id = $1 AND (workspace_id = $2 OR ($2::uuid IS NULL AND workspace_id IS NULL))
               AND ($3::text IS NULL OR lower(email COLLATE "C") = lower($3::text COLLATE "C")) AND ($4::uuid IS NULL OR id < $4)
             ORDER BY id DESC
             LIMIT $5
            """;

    private static final String LOCK = "SELECT " + COLUMNS + """
              FROM control.invitation
             WHERE tenant_id = $1 AND workspace_id IS NOT DISTINCT FROM $2::uuid AND id = $3
               AND ($4::bytea[] IS NULL OR secret_hash = ANY ($4))
               FOR UPDATE
            """;

    private static final String INSERT = """
            INSERT INTO control.invitation
                   (tenant_id, workspace_id, id, email, role, secret_hash, inviter_member, inviter_subject, expires_at,
                    source, last_actor, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
            RETURNING
            """ + COLUMNS;

    private static final String RENEW = """
            UPDATE control.invitation
               SET secret_hash = $3, inviter_member = $4, inviter_subject = $5, expires_at = $6, source = $7,
                   last_actor = $8, updated_at = $9, version = version + 1
             WHERE tenant_id = $1 AND id = $2
            RETURNING
            """ + COLUMNS;

    private static final String SETTLE = """
            UPDATE control.invitation
               SET accepted_at = CASE WHEN $3 THEN $6 ELSE accepted_at END,
                   revoked_at = CASE WHEN $3 THEN revoked_at ELSE $6 END,
                   source = $4, last_actor = $5, updated_at = $6, version = version + 1
             WHERE tenant_id = $1 AND id = $2
            RETURNING
            """ + COLUMNS;

    private static final String REVOKE_OTHERS = """
            UPDATE control.invitation
               SET revoked_at = $7, source = $5, last_actor = $6, updated_at = $7, version = version + 1
             WHERE tenant_id = $1 AND workspace_id IS NOT DISTINCT FROM $2::uuid
               AND lower(email COLLATE "C") = lower($3::text COLLATE "C")
               AND id IS DISTINCT FROM $4::uuid AND accepted_at IS NULL AND revoked_at IS NULL
            """;

    /** Whether the sender still has the right to give the role; an operator has. */
    private static final String UPHELD = """
            SELECT CASE
                   WHEN i.inviter_member IS NOT NULL THEN EXISTS (
                        SELECT 1 FROM control.member m
                         WHERE m.workspace_id = i.workspace_id AND m.id = i.inviter_member
                           AND (m.role = 'owner' OR (m.role = 'admin' AND i.role <> 'owner')))
                   WHEN i.inviter_subject IS NOT NULL THEN EXISTS (
                        SELECT 1 FROM control.tenant_owner o
                         WHERE o.tenant_id = i.tenant_id AND o.subject = i.inviter_subject)
                   ELSE true END AS upheld
              FROM control.invitation i
             WHERE i.tenant_id = $1 AND i.id = $2
            """;

    /** The sender of an invitation; an operator if both are null. */
    private record Inviter(@Nullable UUID member, @Nullable String subject) {

        static Inviter of(Actor actor) {
            return switch (actor.kind()) {
                case MEMBER ->
                    new Inviter(
                            TypeId.parse(TypeId.prefix(MemberId.class), actor.id())
                                    .orElseThrow(),
                            null);
                case SUBJECT -> new Inviter(null, actor.id());
                case OPERATOR -> new Inviter(null, null);
                case API_KEY, MCP_CLIENT, SYSTEM -> throw new IllegalStateException(actor.kind() + " invites nobody");
            };
        }
    }

    private InvitationTable() {}

    static Future<Invitation> insert(
            Transaction tx, Caller caller, UUID id, InvitationOperations.NewInvitation wanted, Issue issue) {
        var row = Tuple.of(caller.tenantId().value(), workspace(caller), id, wanted.email());
        var inviter = Inviter.of(caller.actor());
        row.addString(issue.role().text())
                .addBuffer(issue.hash())
                .addUUID(inviter.member())
                .addString(inviter.subject())
                .addOffsetDateTime(issue.touch().at().plus(Invitation.LIFE));
        return tx.query(INSERT, touched(row, issue.touch())).map(rows -> of(rows, issue.touch()));
    }

    /** The values of a new link. */
    record Issue(Member.Role role, Buffer hash, RowStamp touch) {}

    /**
     * Locks an invitation of the caller's workspace or tenant; empty if there is none.
     *
     * @param hashes the secret must have one of them still; null to find it by its id alone
     */
    static Future<Optional<Invitation>> lock(
            Transaction tx, Caller caller, UUID id, @Nullable List<Buffer> hashes, Instant now) {
        var key = Tuple.of(caller.tenantId().value(), workspace(caller), id)
                .addArrayOfBuffer(hashes == null ? null : hashes.toArray(Buffer[]::new));
        return tx.query(LOCK, key).map(rows -> rows.stream().findFirst().map(row -> of(row, now)));
    }

    static Future<Invitation> renew(Transaction tx, Caller caller, UUID id, Issue issue) {
        var inviter = Inviter.of(caller.actor());
        var row = Tuple.of(caller.tenantId().value(), id)
                .addBuffer(issue.hash())
                .addUUID(inviter.member())
                .addString(inviter.subject())
                .addOffsetDateTime(issue.touch().at().plus(Invitation.LIFE));
        return tx.query(RENEW, touched(row, issue.touch())).map(rows -> of(rows, issue.touch()));
    }

    static Future<Invitation> settle(Transaction tx, Invitation invitation, boolean accepted, RowStamp touch) {
        var row = Tuple.of(invitation.tenantId().value(), invitation.id().value(), accepted);
        return tx.query(SETTLE, touched(row, touch)).map(rows -> of(rows, touch));
    }

    /**
     * Revokes what is pending for an address at the caller's workspace or tenant, so that no second link lets in who
     * was removed.
     *
     * @param email null for an address that is not known: nothing is revoked
     * @param but an invitation that stays; null for none
     */
    static Future<Void> revokeOthers(
            Transaction tx, Caller caller, @Nullable String email, @Nullable UUID but, RowStamp touch) {
        var row = Tuple.of(caller.tenantId().value(), workspace(caller), email).addUUID(but);
        return tx.query(REVOKE_OTHERS, touched(row, touch)).mapEmpty();
    }

    /** Whether the sender could still send it. */
    static Future<Boolean> upheld(Transaction tx, Invitation invitation) {
        return tx.query(
                        UPHELD,
                        Tuple.of(invitation.tenantId().value(), invitation.id().value()))
                .map(rows -> rows.iterator().next().getBoolean("upheld"));
    }

    static Invitation of(Row row, Instant now) {
        var workspace = row.getUUID("workspace_id");
        var expiresAt = RowVersions.time(row, "expires_at");
        var acceptedAt = TimeColumn.read(row, "accepted_at");
        var revokedAt = TimeColumn.read(row, "revoked_at");
        return new Invitation(
                new InvitationId(row.getUUID("id")),
                new TenantId(row.getUUID("tenant_id")),
                workspace == null ? null : new WorkspaceId(workspace),
                row.getString("email"),
                Member.Role.of(row.getString("role")),
                Invitation.status(acceptedAt, revokedAt, expiresAt, now),
                expiresAt,
                acceptedAt,
                revokedAt,
                RowVersions.time(row, "created_at"),
                RowVersions.time(row, "updated_at"),
                row.getLong("version"),
                row.getString("source"),
                row.getString("last_actor"));
    }

    private static Invitation of(RowSet<Row> rows, RowStamp touch) {
        return of(rows.iterator().next(), touch.time());
    }

    private static @Nullable UUID workspace(Caller caller) {
        WorkspaceId workspace = caller.workspace();
        return workspace == null ? null : workspace.value();
    }

    private static Tuple touched(Tuple row, RowStamp touch) {
        return row.addString(touch.source()).addString(touch.actor()).addOffsetDateTime(touch.at());
    }
}
