package dev.tollgate.gateway.control.members;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of members. */
final class MemberTable {

    private static final String COLUMNS = """
            id, workspace_id, subject, email, role, last_signed_in_at, version, source, last_actor, created_at, updated_at
            """;

    static final String LIST = "SELECT " + COLUMNS + """
              FROM control.member
             WHERE workspace_id = $1 AND ($2::text IS NULL OR subject = $2) AND ($3::uuid IS NULL OR id < $3)
             ORDER BY id DESC
             LIMIT $4
            """;

    static final String GET = "SELECT " + COLUMNS + " FROM control.member WHERE workspace_id = $1 AND id = $2";

    private static final String INSERT = """
            INSERT INTO control.member
                   (workspace_id, id, subject, email, role, role_at, source, last_actor, created_at, updated_at,
                    last_signed_in_at)
            VALUES ($1, $2, $3, $4, $5, $8, $6, $7, $8, $8, CASE WHEN $9 THEN $8::timestamptz END)
            RETURNING
            """ + COLUMNS;

    private static final String UPDATE = """
            UPDATE control.member m
               SET email = $3, role = $4, role_at = CASE WHEN m.role = $4 THEN m.role_at ELSE $7 END,
                   source = $5, last_actor = $6, updated_at = $7, version = version + 1
             WHERE workspace_id = $1 AND id = $2
            RETURNING
            """ + COLUMNS;

    private static final String DELETE = "DELETE FROM control.member WHERE workspace_id = $1 AND id = $2";

    private MemberTable() {}

    static Tuple key(Caller caller, UUID id) {
        return Tuple.of(caller.workspaceId().value(), id);
    }

    static Optional<Member> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(MemberTable::of);
    }

    static Member of(Row row) {
        return new Member(
                new MemberId(row.getUUID("id")),
                new WorkspaceId(row.getUUID("workspace_id")),
                row.getString("subject"),
                row.getString("email"),
                Member.Role.of(row.getString("role")),
                TimeColumn.read(row, "last_signed_in_at"),
                RowVersions.time(row, "created_at"),
                RowVersions.time(row, "updated_at"),
                row.getLong("version"),
                row.getString("source"),
                row.getString("last_actor"));
    }

    /** The row as this transaction sees it. */
    static Future<Optional<Member>> row(Transaction tx, Caller caller, UUID id) {
        return tx.query(GET, key(caller, id)).map(MemberTable::first);
    }

    /** @param present whether the person is signed in now */
    static Future<Member> insert(
            Transaction tx, Tuple key, MemberOperations.NewMember input, RowStamp stamp, boolean present) {
        var row = key.addString(input.subject())
                .addString(input.email())
                .addString(input.role().text());
        return tx.query(INSERT, touched(row, stamp).addBoolean(present))
                .map(rows -> of(rows.iterator().next()));
    }

    static Future<Member> update(Transaction tx, Tuple key, @Nullable String email, Member.Role role, RowStamp stamp) {
        var row = key.addString(email).addString(role.text());
        return tx.query(UPDATE, touched(row, stamp))
                .map(rows -> of(rows.iterator().next()));
    }

    static Future<RowSet<Row>> delete(Transaction tx, Tuple key) {
        return tx.query(DELETE, key);
    }

    private static Tuple touched(Tuple row, RowStamp stamp) {
        return row.addString(stamp.source()).addString(stamp.actor()).addOffsetDateTime(stamp.at());
    }
}
