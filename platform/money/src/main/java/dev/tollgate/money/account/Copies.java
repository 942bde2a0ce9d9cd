package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.money.hold.CopyRenewal;
import dev.tollgate.money.hold.RedisFunctions;
import dev.tollgate.money.hold.RedisFunctions.Preparation;
import dev.tollgate.money.hold.RedisFunctions.Publication;
import dev.tollgate.money.hold.RedisFunctions.Published;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlStatement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * The copies in Redis, kept after their rows. A publish reads the row alone, is absolute and may be repeated at will; a
 * copy that was lost is prepared under a new number, and the meter answers when it has read that number's marker.
 */
public final class Copies implements CopyRenewal {

    /** The most accounts one round of {@link #republish} takes. */
    public static final int ROUND_MAX = RedisFunctions.ENTRIES_MAX;

    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(2);

    private static final String TAKE_NUMBER =
            "UPDATE billing.account SET prep = prep + 1 WHERE tenant = $1 RETURNING prep";

    private static final String ACKNOWLEDGE = """
            WITH told AS (
                SELECT a.tenant, t.seq
                  FROM unnest($1::uuid[], $2::bigint[]) AS t (tenant, seq)
                  JOIN billing.account AS a USING (tenant)
                 WHERE a.acked_seq < t.seq
                 ORDER BY a.tenant
                   FOR UPDATE OF a SKIP LOCKED)
            UPDATE billing.account AS a SET acked_seq = told.seq FROM told WHERE a.tenant = told.tenant
            """;

    private static final String UNPUBLISHED = """
            SELECT tenant FROM billing.account
             WHERE publish_seq > acked_seq AND tenant > $1
             ORDER BY tenant
             LIMIT $2
            """;

    private static final UUID FIRST = new UUID(0, 0);

    /** Configuration that all copies of a process share. */
    public record Setup(
            Plans plans,
            InstantSource clock,
            ToIntFunction<TenantId> slices,
            OutboxSignal signal,
            CopyRebuilds rebuilds) {}

    private final Database database;
    private final RedisFunctions functions;
    private final Setup setup;
    private final CatchUp catchUp;
    private UUID republished = FIRST;

    /** For one event loop; the database acts as the application or as the meter. */
    public Copies(Database database, RedisFunctions functions, Setup setup) {
        this.database = database;
        this.functions = functions;
        this.setup = setup;
        this.catchUp = new CatchUp(database, new AccountRows(setup.plans()), setup.slices());
    }

    /** After the commit that made the account: no hold can exist yet, so no marker is needed. */
    public Future<Void> first(TenantId tenant) {
        return functions.prepare(List.of(new Preparation(tenant, 1))).compose(_ -> publish(tenant));
    }

    /** After a commit that changed one account. */
    public Future<Void> publish(TenantId tenant) {
        return publish(RowSecurityContext.of(tenant), List.of(tenant)).mapEmpty();
    }

    /** After a commit that changed many, where the role may see them all. */
    public Future<Void> publish(Collection<TenantId> tenants) {
        List<TenantId> all = List.copyOf(tenants);
        List<Future<Integer>> rounds = new ArrayList<>();
        for (int from = 0; from < all.size(); from += ROUND_MAX) {
            rounds.add(publish(
                    RowSecurityContext.INSTALLATION, all.subList(from, Math.min(all.size(), from + ROUND_MAX))));
        }
        return Future.join(rounds).mapEmpty();
    }

    /**
     * Publishes some of those rows again that Redis has not acknowledged, going on where the round before ended. For
     * the meter's role.
     *
     * @return how many were waiting in this round
     */
    public Future<Integer> republish() {
        return database.read(RowSecurityContext.INSTALLATION, UNPUBLISHED, Tuple.of(republished, ROUND_MAX))
                .compose(rows -> {
                    List<TenantId> waiting = new ArrayList<>();
                    rows.forEach(row -> waiting.add(new TenantId(row.getUUID("tenant"))));
                    republished = waiting.size() < ROUND_MAX
                            ? FIRST
                            : waiting.getLast().value();
                    return publish(RowSecurityContext.INSTALLATION, waiting);
                });
    }

    @Override
    public Future<Void> renew(TenantId tenant, Need need, Instant redisNow) {
        Instant clock = setup.clock().instant();
        return switch (need) {
            case Need.Lost _ -> rebuild(tenant);
            case Need.Passed _, Need.Aged _ ->
                catchUp.run(tenant, clock.isBefore(redisNow) ? redisNow : clock, deadline())
                        .compose(_ -> publish(tenant));
        };
    }

    /** A number is committed before it is used, and used once. The marker names the stub that waits for it. */
    private Future<Void> rebuild(TenantId tenant) {
        if (!setup.rebuilds().take(tenant, System.nanoTime())) {
            return Future.succeededFuture();
        }
        return takenNumber(tenant)
                .compose(n -> functions
                        .prepare(List.of(new Preparation(tenant, n)))
                        .compose(stubs -> stubs.getFirst()
                                .map(stub -> mark(tenant, stub.inc()))
                                .orElse(Future.succeededFuture())));
    }

    private Future<Long> takenNumber(TenantId tenant) {
        return database.transaction(
                RowSecurityContext.of(tenant),
                deadline(),
                transaction -> transaction
                        .query(TAKE_NUMBER, Tuple.of(tenant.value()))
                        .map(rows -> {
                            if (rows.size() == 0) {
                                throw new IllegalStateException("no account exists for " + tenant);
                            }
                            return rows.iterator().next().getLong("prep");
                        }));
    }

    private Future<Void> mark(TenantId tenant, long n) {
        int slice = setup.slices().applyAsInt(tenant);
        SqlStatement marker =
                Outbox.marker(slice, Topics.USAGE, tenant.text(), UsageCodec.encode(new Marker.Tenant(tenant, n)));
        return database.transaction(
                        RowSecurityContext.of(tenant),
                        deadline(),
                        transaction -> transaction.query(marker.sql(), marker.args()))
                .<Void>mapEmpty()
                .onSuccess(_ -> setup.signal().wrote(slice));
    }

    private Future<Integer> publish(RowSecurityContext context, List<TenantId> tenants) {
        if (tenants.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return database.read(context, AccountSql.SELECT, AccountRows.ids(tenants))
                .compose(rows -> publish(context, rows))
                .map(_ -> tenants.size());
    }

    private Future<Void> publish(RowSecurityContext context, RowSet<Row> rows) {
        List<Publication> publications = new ArrayList<>();
        for (Row row : rows) {
            var account = AccountSql.account(row, setup.plans());
            publications.add(new Publication(account.tenant(), PublishedFigures.of(account)));
        }
        return functions.publish(publications).compose(published -> acknowledge(context, publications, published));
    }

    private Future<Void> acknowledge(
            RowSecurityContext context, List<Publication> publications, List<Published> published) {
        List<UUID> tenants = new ArrayList<>();
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < publications.size(); i++) {
            if (published.get(i) != Published.NO_COPY) {
                tenants.add(publications.get(i).tenant().value());
                seqs.add(publications.get(i).figures().seq());
            }
        }
        if (tenants.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple arguments =
                Tuple.tuple().addArrayOfUUID(tenants.toArray(UUID[]::new)).addArrayOfLong(seqs.toArray(Long[]::new));
        return database.transaction(context, deadline(), transaction -> transaction.query(ACKNOWLEDGE, arguments))
                .mapEmpty();
    }

    private Instant deadline() {
        return setup.clock().instant().plus(TRANSACTION_TIMEOUT);
    }
}
