package dev.tollgate.billing;

import static dev.tollgate.embedded.RepeatedCheck.eventually;

import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.reconcile.Drift;
import dev.tollgate.billing.reconcile.Reconciliation;
import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.billing.threshold.ThresholdEvents;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Billing on real servers: accounts and what acts on them, in both roles. */
public final class BillingBench extends BillingDatabase {

    public static final int SLICES = 4;
    private static final int HOLD_ATTEMPTS_MAX = 40;
    public static final Plan SMALL = new Plan("small", 1_000, 5_000, 2, 1_000, 500);
    public static final Plan LARGE = new Plan("large", 10_000, 50_000, 2, 1_000, 500);
    /** Less than small, and an owner may choose it. */
    public static final Plan TINY = new Plan("tiny", 500, 2_000, 2, 1_000, 500, true);

    /** Less included usage than small, but more of a cap; an owner may choose it where it raises nothing. */
    public static final Plan WIDE = new Plan("wide", 100, 9_000, 2, 1_000, 500, true);

    public static final Actor KEY = new Actor(Actor.Kind.API_KEY, "key_01h455vb4pex5vsknk084sn02q", "server");

    public final Plans plans = new Plans(List.of(SMALL, LARGE, TINY, WIDE));
    public final RedisFunctions functions;
    public final AccountFunctions accountFunctions;
    public final Accounts accounts;
    public final AccountRows rows;
    public final Copies appCopies;
    public final Copies copies;
    public final Posting posting;
    public final Holds holds;
    public final Reconciliation reconciliation;

    public BillingBench() {
        functions = onLoop(() ->
                RedisFunctions.open(vertx, TestServers.shared().addresses().redisUrl()));
        accounts = new Accounts(plans, clock);
        rows = new AccountRows(plans);
        accountFunctions = new AccountFunctions(functions);
        appCopies = new Copies(app, functions, setup());
        copies = new Copies(meter, functions, setup());
        holds = onLoop(() -> new Holds(vertx, functions, appCopies));
        posting = new Posting(new Transfers(ids), new ThresholdEvents(ids, SLICES, PriceBook.shipped()));
        reconciliation =
                new Reconciliation(meter, functions, copies, InstantSource.system(), new SimpleMeterRegistry());
    }

    private Copies.Setup setup() {
        return new Copies.Setup(plans, clock, this::slice, _ -> {}, new CopyRebuilds());
    }

    public int slice(TenantId tenant) {
        return Partitioner.of(tenant.value(), SLICES);
    }

    /** A tenant with an account, its copy, and one workspace. */
    public TenantId tenant(Plan plan) {
        return tenant(new TenantId(ids.next()), plan);
    }

    /** The same of this id. */
    public TenantId tenant(TenantId tenant, Plan plan) {
        var _ = await(() -> app.transaction(
                RowSecurityContext.INSTALLATION,
                deadline(),
                transaction -> accounts.create(transaction, tenant, plan)));
        var _ = await(() -> appCopies.first(tenant));
        var _ = addWorkspace(tenant);
        return tenant;
    }

    public WorkspaceId workspace(TenantId tenant) {
        return new WorkspaceId(UUID.fromString(
                text("SELECT min(id::text) FROM control.test_workspace WHERE tenant = '" + tenant.value() + "'")));
    }

    public WorkspaceId addWorkspace(TenantId tenant) {
        var id = new WorkspaceId(ids.next());
        execute("INSERT INTO control.test_workspace VALUES ('" + tenant.value() + "', '" + id.value() + "')");
        return id;
    }

    /** A call of the tenant's workspace, held now; what Redis refuses comes as if from a copy that was lost. */
    public UsageRecorded usage(TenantId tenant, long micros) {
        if (micros == 0) {
            return usage(tenant, new Charge("rest.write", 1, 0, "1", null));
        }
        return switch (hold(tenant, micros)) {
            case HoldDecision.Admitted admitted ->
                usage(tenant, new Charge("rest.write", 1, micros, "1", admitted.hold()));
            case HoldDecision.Refused _ ->
                usage(tenant, new Charge("rest.write", 1, micros, "1", new Charge.Hold(0, bucket())));
        };
    }

    /** A verdict, however slow the machine: what came too late was released. */
    public HoldDecision hold(TenantId tenant, long micros) {
        return hold(new HoldRequest(tenant, micros, List.of()));
    }

    /** The same for any call. */
    public HoldDecision hold(HoldRequest request) {
        return await(() -> hold(request, HOLD_ATTEMPTS_MAX));
    }

    private Future<HoldDecision> hold(HoldRequest request, int attempts) {
        return holds.hold(request)
                .recover(late -> attempts > 1 ? hold(request, attempts - 1) : Future.failedFuture(late));
    }

    private long bucket() {
        return Period.bucket(clock.instant());
    }

    /** A call that was held in this bucket. */
    public UsageRecorded usage(TenantId tenant, long micros, long bucket) {
        return usage(tenant, new Charge("rest.write", 1, micros, "1", new Charge.Hold(1, bucket)));
    }

    public UsageRecorded usage(TenantId tenant, Charge charge) {
        var facts = new CallFacts(
                new RequestId(ids.next()),
                null,
                clock.instant(),
                tenant,
                workspace(tenant),
                KEY,
                Surface.REST,
                "create_task",
                "task.create",
                null,
                "127.0.0.1",
                null);
        return new UsageRecorded(ids.next(), facts, charge, true, "task", null);
    }

    public Account account(TenantId tenant) {
        return await(() -> accounts.read(app, tenant)).orElseThrow().account();
    }

    public void topUp(TenantId tenant, long micros) {
        var _ = await(() -> app.transaction(RowSecurityContext.of(tenant), deadline(), transaction -> {
            var _ = Transfers.announce(transaction);
            return accounts.topUp(transaction, tenant, ids.next(), micros, null)
                    .compose(applied -> posting.post(
                            transaction,
                            List.of(applied.orElseThrow()),
                            ids.next(),
                            _ -> Purpose.NONE,
                            clock.instant()));
        }));
    }

    /** What charges drew from an account of the ledger. */
    public long drawn(TenantId tenant, String source) {
        return number("SELECT COALESCE(sum(amount_micros), 0) FROM billing.transfer WHERE kind = 'charge' AND debit = '"
                + source + "' AND tenant_id = '" + tenant.value() + "'");
    }

    /** Everything that should be equal and is not. */
    public List<Drift> drifts() {
        return await(() -> reconciliation.whole(clock.instant()));
    }

    /** The domain events in the outbox, oldest first. */
    public List<DomainEvent> events() {
        List<DomainEvent> events = new ArrayList<>();
        try (var connection = connection();
                var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "SELECT body FROM outbox.message WHERE topic = 'tollgate.events' ORDER BY id")) {
            while (found.next()) {
                events.add(DomainEventJson.read(found.getBytes(1)));
            }
            return events;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** Which lines the tenant crossed, in the words of the events' types and of their data. */
    public List<String> announced(TenantId tenant) {
        return events().stream()
                .filter(event -> event.tenant().equals(tenant) && event.type().startsWith("billing."))
                .map(event -> event.type().substring("billing.".length())
                        + (event.data().containsKey("measure")
                                ? " " + event.data().getString("measure") + " "
                                        + event.data().getInteger("percent")
                                : ""))
                .toList();
    }

    /** Does it while somebody else has the account locked. */
    public void whileLocked(TenantId tenant, Runnable work) {
        sql.whileLocked("SELECT FROM billing.account WHERE tenant = '" + tenant.value() + "' FOR UPDATE", work);
    }

    /** Until a statement of this database is kept waiting by another's lock. */
    public void untilSomebodyWaitsForALock(Duration least) {
        eventually(() -> sql.lockWaits(least) > 0);
    }
}
