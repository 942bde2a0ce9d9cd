package dev.tollgate.gateway.control.members;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TenantOwnerId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.members.TenantOwnerOperations.NewTenantOwner;
import dev.tollgate.gateway.control.members.TenantOwnerOperations.TenantOwnerQuery;
import dev.tollgate.gateway.control.members.TenantOwnerOperations.TenantOwnerRef;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.gateway.control.rows.UniqueConstraint;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers the operations on owners of a tenant. Every change is announced, so that it takes effect at once. */
public final class TenantOwners {

    private static final String COLUMNS = """
            id, tenant_id, subject, email, last_signed_in_at, version, source, last_actor, created_at, updated_at
            """;

    private static final String LIST = "SELECT " + COLUMNS + """
              FROM control.tenant_owner
             WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id < $2)
             ORDER BY id DESC
             LIMIT $3
            """;

    private static final String GET =
            "SELECT " + COLUMNS + " FROM control.tenant_owner WHERE tenant_id = $1 AND id = $2";

    private static final String INSERT = """
            INSERT INTO control.tenant_owner
                   (tenant_id, id, subject, email, source, last_actor, created_at, updated_at, last_signed_in_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, CASE WHEN $8 THEN $7::timestamptz END)
            RETURNING
            """ + COLUMNS;

    /** Two owners never go because of each other: who removes one waits for the removal before. */
    private static final String TAKE_TURNS = "SELECT 1 FROM control.tenant WHERE id = $1 FOR NO KEY UPDATE";

    private static final String OTHERS =
            "SELECT EXISTS (SELECT 1 FROM control.tenant_owner WHERE tenant_id = $1 AND id <> $2) AS others";

    private static final String DELETE = "DELETE FROM control.tenant_owner WHERE tenant_id = $1 AND id = $2";

    static final UniqueConstraint ONCE = new UniqueConstraint(
            "tenant_owner_once", new Refusal.Conflict("This subject is already an owner of the tenant."));
    private static final Refusal LAST =
            new Refusal.Conflict("The last owner of a tenant cannot be removed. Add another owner first.");
    private static final Refusal NOT_FOUND = new Refusal.ResourceNotFound("The owner was not found in this tenant.");

    private final Work work;
    private final NewestFirst pages;
    private final IdSource ids;
    private final InstantSource clock;

    public TenantOwners(Work work, NewestFirst pages, IdSource ids, InstantSource clock) {
        this.work = work;
        this.pages = pages;
        this.ids = ids;
        this.clock = clock;
    }

    public Future<Outcome<TenantOwner>> create(Call<NewTenantOwner> call) {
        var key = key(call.caller(), ids.next());
        return work.<TenantOwner>write(
                        call,
                        tx -> insert(tx, key, call.input(), RowStamp.of(call, clock), false)
                                .compose(owner -> AccessInvalidation.tell(tx, owner.id())
                                        .map(Outcome.done(Change.created(owner)))))
                .recover(ONCE::refused);
    }

    /** @param present whether the person is signed in now */
    static Future<TenantOwner> insert(
            Transaction tx, Tuple key, NewTenantOwner input, RowStamp stamp, boolean present) {
        var row = key.addString(input.subject())
                .addString(input.email())
                .addString(stamp.source())
                .addString(stamp.actor())
                .addOffsetDateTime(stamp.at())
                .addBoolean(present);
        return tx.query(INSERT, row).map(rows -> of(rows.iterator().next()));
    }

    public Future<Outcome<Page<TenantOwner>>> list(Call<TenantOwnerQuery> call) {
        List<@Nullable Object> filters = List.of(call.caller().tenantId().value());
        var query = new NewestFirst.Query(
                LIST, filters, call.input().limit(), call.input().cursor());
        return pages.page(call, query, TenantOwners::of);
    }

    public Future<Outcome<TenantOwner>> get(Call<TenantOwnerRef> call) {
        return work.read(call, GET, key(call.caller(), call.input().id().value()))
                .map(rows -> first(rows).map(Outcome::done).orElseGet(() -> Outcome.refused(NOT_FOUND)));
    }

    public Future<Outcome<TenantOwner>> delete(Call<TenantOwnerRef> call) {
        var id = call.input().id().value();
        return work.write(call, tx -> {
            var turn = tx.query(TAKE_TURNS, Tuple.of(call.caller().tenantId().value()));
            var row = tx.query(GET, key(call.caller(), id));
            var others = tx.query(OTHERS, key(call.caller(), id));
            return Future.all(turn, row, others)
                    .compose(_ -> decided(
                            tx,
                            call,
                            first(row.result()),
                            others.result().iterator().next().getBoolean("others")));
        });
    }

    private Future<Outcome<Change<TenantOwner>>> decided(
            Transaction tx, Call<?> call, Optional<TenantOwner> found, boolean others) {
        if (found.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(NOT_FOUND));
        }
        if (!others) {
            return Future.succeededFuture(Outcome.refused(LAST));
        }
        var owner = found.get();
        return tx.query(DELETE, key(call.caller(), owner.id().value()))
                .compose(_ ->
                        InvitationTable.revokeOthers(tx, call.caller(), owner.email(), null, RowStamp.of(call, clock)))
                .compose(_ -> AccessInvalidation.tell(tx, owner.id()))
                .map(Outcome.done(Change.deleted(owner)));
    }

    private static Tuple key(Caller caller, UUID id) {
        return Tuple.of(caller.tenantId().value(), id);
    }

    private static Optional<TenantOwner> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(TenantOwners::of);
    }

    private static TenantOwner of(Row row) {
        return new TenantOwner(
                new TenantOwnerId(row.getUUID("id")),
                new TenantId(row.getUUID("tenant_id")),
                row.getString("subject"),
                row.getString("email"),
                TimeColumn.read(row, "last_signed_in_at"),
                RowVersions.time(row, "created_at"),
                RowVersions.time(row, "updated_at"),
                row.getLong("version"),
                row.getString("source"),
                row.getString("last_actor"));
    }
}
