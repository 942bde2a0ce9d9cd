package dev.tollgate.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.budget.Budget;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.hold.SimulatedRedis;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.AccountEntry;
import dev.tollgate.money.rating.Grant;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.Rating;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.records.call.CallQuery;
import dev.tollgate.records.call.CallStore;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must be true of an account, by a naive count of its calls: each by itself. Rows are read as they are committed.
 */
final class SimulatedAccount {

    private static final String CHARGED = """
            SELECT COALESCE(sum(amount_micros), 0)::bigint AS charged,
                   COALESCE(sum(amount_micros) FILTER (WHERE debit = 'grace'), 0)::bigint AS grace
              FROM billing.transfer WHERE tenant_id = $1 AND kind = 'charge'
            """;

    final List<SimulatedCall> calls = new ArrayList<>();
    final BudgetKey budgetKey;
    Account row;
    List<Grant> grants = List.of();
    Budget budget;
    long charged;
    long months;
    private final SimulatedWorld world;
    private final Map<Long, Account> rows = new HashMap<>();
    private final Map<Long, Budget> budgets = new HashMap<>();
    private final Map<Long, Set<SimulatedCall>> durableAtMarker = new HashMap<>();
    private final Map<Long, Set<SimulatedCall>> raised = new TreeMap<>();
    private final Set<SimulatedCall> cut = new HashSet<>();
    private long grace;
    private long taken;

    SimulatedAccount(SimulatedWorld world) {
        this.world = world;
        this.budgetKey = new BudgetKey(world.tenant, world.bench.ids.next());
        remember();
    }

    /** Reads what is committed now. */
    void remember() {
        var before = row;
        var locked =
                world.done(world.bench.accounts.read(world.app(), world.tenant)).orElseThrow();
        row = locked.account();
        grants = locked.grants();
        rows.put(row.revision().seq(), row);
        long inc = row.revision().inc();
        if (before != null && inc > before.revision().inc()) {
            raised.put(inc, durableAtMarker.getOrDefault(inc, Set.of()));
        }
        months += before == null
                ? 0
                : row.month().period().number() - before.month().period().number();
        budget = world.done(world.rows.budget(budgetKey)).orElse(null);
        if (budget != null) {
            budgets.put(budget.seq(), budget);
        }
        var sums = world.one(CHARGED);
        grace = sums.getLong("grace");
        charged = sums.getLong("charged");
        booked().forEach(id -> calls.stream()
                .filter(call -> id.equals(call.event))
                .forEach(call -> call.state = SimulatedCall.State.CHARGED));
        checkMarkers();
    }

    /** Everything that was durable before a marker is booked before it: no call of a closed bucket can be charged. */
    private void checkMarkers() {
        assertThat(calls.stream().filter(call -> !cut.contains(call)))
                .as("calls that the marker of an incarnation has overtaken")
                .noneMatch(call -> call.state == SimulatedCall.State.DURABLE
                        && raised.values().stream().anyMatch(before -> before.contains(call)))
                .as("calls that a close has overtaken")
                .noneMatch(call -> call.isOpen() && call.hold.bucket() <= row.closed());
    }

    /** The ids of all calls that are stored. */
    Set<UUID> booked() {
        var store = new CallStore((sql, args) -> world.bench.meter.read(RowSecurityContext.INSTALLATION, sql, args));
        var all = CallQuery.of(Chain.of(world.tenant, world.workspace));
        Set<UUID> booked = new HashSet<>();
        var _ = world.bench.await(() -> store.each(all, Long.MAX_VALUE, call -> booked.add(call.id())));
        return booked;
    }

    /** What is durable now is before the marker of an incarnation. */
    void marked(long n) {
        var _ = durableAtMarker.putIfAbsent(
                n, calls.stream().filter(SimulatedCall::isDurable).collect(Collectors.toSet()));
    }

    /** Money was taken away by an operation: calls that are held against it go on. */
    void took(long micros) {
        taken += micros;
    }

    /** The log lost these events: what was not booked of them may come after its bucket has closed. */
    int cut(Set<UUID> events) {
        var lost = calls.stream()
                .filter(call -> call.state == SimulatedCall.State.DURABLE && events.contains(call.event))
                .toList();
        cut.addAll(lost);
        return lost.size();
    }

    Stream<SimulatedCall> live() {
        return calls.stream().filter(SimulatedCall::isLive);
    }

    /** Whether Redis or the log lost what proves that the call was held. */
    private boolean isLost(SimulatedCall call) {
        return cut.contains(call)
                || raised.entrySet().stream()
                        .anyMatch(raise -> call.hold.inc() < raise.getKey()
                                && !raise.getValue().contains(call));
    }

    private long lostMicros(Stream<SimulatedCall> of) {
        return of.filter(this::isLost).mapToLong(SimulatedCall::used).sum();
    }

    /** Whatever is held and may still be charged is covered, but for the loss bound and what was taken. */
    void check(String when) {
        List<MeteredCharge> open = calls.stream()
                .filter(SimulatedCall::isOpen)
                .map(call -> new MeteredCharge(call.used(), call.hold))
                .toList();
        var all = Rating.charge(row, grants, open);
        long uncovered = -all.entries().stream()
                .filter(entry -> entry.source() == AccountEntry.Source.GRACE)
                .mapToLong(AccountEntry::micros)
                .sum();
        assertThat(grace + uncovered)
                .as("overspent after %s; lost %d, taken %d", when, lostMicros(calls.stream()), taken)
                .isLessThanOrEqualTo(lostMicros(calls.stream()) + taken);
    }

    /** A call that was just admitted is within the cap and the budget that the copies knew. */
    void checkLimits(SimulatedCall call, SimulatedRedis server) {
        var copy = server.copy(world.tenant).orElseThrow();
        var known = rows.get(copy.figures().seq());
        var month = Period.ofBucket(call.hold.bucket());
        long cap = (month.equals(known.month().period()) ? known.month() : known.next()).cap();
        long spent = (month.equals(row.month().period()) ? row.month() : row.next()).spent();
        long open = calls.stream()
                .filter(SimulatedCall::isOpen)
                .filter(one -> Period.ofBucket(one.hold.bucket()).equals(month))
                .mapToLong(SimulatedCall::used)
                .sum();
        assertThat(spent + open)
                .as("spend and holds within the cap")
                .isLessThanOrEqualTo(cap + lostMicros(calls.stream()));
        if (call.hold.budget() != null) {
            checkBudget(call, server);
        }
    }

    private void checkBudget(SimulatedCall call, SimulatedRedis server) {
        var copy = server.copy(budgetKey).orElseThrow();
        var known = budgets.get(copy.figures().seq());
        if (known.limit() == null) {
            return;
        }
        var period = known.limit().per();
        long start = period.startOf(call.hold.bucket());
        long used = held().filter(one -> period.startOf(one.hold.bucket()) == start)
                .filter(one -> one.state != SimulatedCall.State.LEAKED
                        || one.hold.bucket() > copy.figures().closed())
                .mapToLong(SimulatedCall::used)
                .sum();
        assertThat(used)
                .as("spent and held of the budget")
                .isLessThanOrEqualTo(known.limit().micros() + lostMicros(held()));
    }

    /** Calls that were held under the budget. */
    private Stream<SimulatedCall> held() {
        return calls.stream().filter(call -> call.hold.budget() != null);
    }
}
