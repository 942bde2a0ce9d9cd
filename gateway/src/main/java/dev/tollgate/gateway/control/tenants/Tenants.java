package dev.tollgate.gateway.control.tenants;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.gateway.control.rows.UniqueConstraint;
import dev.tollgate.gateway.control.tenants.TenantOperations.NewTenant;
import dev.tollgate.gateway.control.tenants.TenantOperations.TenantPatch;
import dev.tollgate.gateway.control.tenants.TenantOperations.TenantQuery;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the operations on tenants. */
public final class Tenants {

    private static final UniqueConstraint ORGANIZATION_ONCE = new UniqueConstraint(
            "tenant_external_organization_id_key",
            new Refusal.Conflict("Another tenant already has this organization."));

    private static final String INSERT = """
            INSERT INTO control.tenant
                   (id, name, kind, external_organization_id, source, last_actor, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
            """;

    private static final String LIST = "SELECT " + TenantRow.COLUMNS + """
              FROM control.tenant t
             WHERE ($1::text IS NULL OR lower(t.name) = lower($1))
               AND ($2::text IS NULL OR t.external_organization_id = $2)
               AND ($3::uuid IS NULL OR t.id < $3)
             ORDER BY t.id DESC
             LIMIT $4
            """;

    private static final String GET = "SELECT " + TenantRow.COLUMNS + " FROM control.tenant t WHERE t.id = $1";

    private static final String LOCK = "SELECT 1 FROM control.tenant WHERE id = $1 FOR NO KEY UPDATE";

    private static final String UPDATE = """
            UPDATE control.tenant t
               SET name = $2, external_organization_id = $3, source = $4, last_actor = $5, updated_at = $6,
                   version = version + 1
             WHERE t.id = $1
            RETURNING
            """ + TenantRow.COLUMNS;

    private final Work work;
    private final NewestFirst pages;
    private final TenantAccounts accounts;
    private final IdSource ids;
    private final InstantSource clock;

    public Tenants(Work work, NewestFirst pages, TenantAccounts accounts, IdSource ids, InstantSource clock) {
        this.work = work;
        this.pages = pages;
        this.accounts = accounts;
        this.ids = ids;
        this.clock = clock;
    }

    /** Tenant and account in one transaction; then the account's copy, so that the first call finds it. */
    public Future<Outcome<Tenant>> create(Call<NewTenant> call) {
        var faults = faults(call.input());
        if (!faults.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
        }
        var stamp = RowStamp.of(call, clock);
        var tenant = tenant(call.input(), new TenantId(ids.next()), stamp);
        return write(call, tx -> inserted(tx, tenant, stamp)).compose(outcome -> switch (outcome) {
            case Outcome.Done<Tenant>(Tenant made)
            when !call.conditions().dryRun() -> accounts.open(made.id()).map(outcome);
            case Outcome.Done<Tenant> _, Outcome.Refused<Tenant> _, Outcome.Replayed<Tenant> _ ->
                Future.succeededFuture(outcome);
        });
    }

    public Future<Outcome<Page<Tenant>>> list(Call<TenantQuery> call) {
        var filter = call.input();
        List<@Nullable Object> filters = Arrays.asList(filter.name(), filter.externalOrganizationId());
        return pages.page(call, new NewestFirst.Query(LIST, filters, filter.limit(), filter.cursor()), TenantRow::of);
    }

    public Future<Outcome<Tenant>> get(Call<NoInput> call) {
        return work.read(call, GET, Tuple.of(call.caller().tenantId().value())).map(rows -> Outcome.done(first(rows)));
    }

    public Future<Outcome<Tenant>> update(Call<TenantPatch> call) {
        return write(
                call,
                tx -> tx.lockThenRead(
                                LOCK, GET, Tuple.of(call.caller().tenantId().value()))
                        .compose(rows -> changed(tx, call, first(rows))));
    }

    /** An organization belongs to one tenant at most, even if neither caller sees the other tenant. */
    private Future<Outcome<Tenant>> write(Call<?> call, Function<Transaction, Future<Outcome<Change<Tenant>>>> body) {
        return work.write(call, body).recover(ORGANIZATION_ONCE::refused);
    }

    private List<FieldError> faults(NewTenant input) {
        var faults = new ArrayList<FieldError>();
        if (input.plan() != null && !accounts.offers(input.plan())) {
            faults.add(new FieldError("plan", "is not an available plan. Plans: " + accounts.planNames()));
        }
        if (input.kind() == Tenant.Kind.PERSONAL && input.externalOrganizationId() != null) {
            faults.add(new FieldError("external_organization_id", "only a team can have an organization"));
        }
        return faults;
    }

    private Tenant tenant(NewTenant input, TenantId id, RowStamp stamp) {
        return new Tenant(
                id,
                input.name(),
                input.kind(),
                input.plan() == null ? accounts.plan() : input.plan(),
                input.externalOrganizationId(),
                stamp.time(),
                stamp.time(),
                1,
                stamp.source(),
                stamp.actor());
    }

    private Future<Outcome<Change<Tenant>>> inserted(Transaction tx, Tenant tenant, RowStamp stamp) {
        var row = Tuple.of(
                        tenant.id().value(), tenant.name(), tenant.kind().name().toLowerCase(Locale.ROOT))
                .addValue(tenant.externalOrganizationId())
                .addValue(stamp.source())
                .addValue(stamp.actor())
                .addValue(stamp.at());
        return tx.query(INSERT, row)
                .compose(_ -> accounts.create(tx, tenant.id(), tenant.plan()))
                .map(Outcome.done(Change.created(tenant)));
    }

    private Future<Outcome<Change<Tenant>>> changed(Transaction tx, Call<TenantPatch> call, Tenant before) {
        var stale = RowVersions.conflict(call, before);
        if (stale.isPresent()) {
            return Future.succeededFuture(Outcome.refused(stale.get()));
        }
        var update = call.input();
        var organization = update.externalOrganizationId().over(before.externalOrganizationId());
        var faults = faults(before, organization);
        if (!faults.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
        }
        var name = Objects.requireNonNull(update.name().over(before.name()));
        if (name.equals(before.name()) && Objects.equals(organization, before.externalOrganizationId())) {
            return Future.succeededFuture(Outcome.done(Change.unchanged(before)));
        }
        return updated(tx, before, name, organization, RowStamp.of(call, clock));
    }

    private static List<FieldError> faults(Tenant before, @Nullable String organization) {
        var faults = new ArrayList<FieldError>();
        if (before.kind() == Tenant.Kind.PERSONAL && organization != null) {
            faults.add(new FieldError("external_organization_id", "only a team can have an organization"));
        }
        return faults;
    }

    private static Future<Outcome<Change<Tenant>>> updated(
            Transaction tx, Tenant before, String name, @Nullable String organization, RowStamp stamp) {
        var row = Tuple.of(before.id().value(), name)
                .addValue(organization)
                .addValue(stamp.source())
                .addValue(stamp.actor())
                .addValue(stamp.at());
        return tx.query(UPDATE, row).map(rows -> Outcome.done(Change.updated(before, first(rows))));
    }

    private static Tenant first(RowSet<Row> rows) {
        return TenantRow.of(rows.iterator().next());
    }
}
