package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.budget.Budget;
import dev.tollgate.money.budget.BudgetCharge;
import dev.tollgate.money.budget.BudgetFigures;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.hold.BudgetFunctions;
import dev.tollgate.money.hold.CopyState;
import dev.tollgate.money.hold.RedisFunctions;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Calls of several gateways under one budget, the meter that books them, and what goes wrong between them, beside a
 * naive account of what may be spent: every call on its own.
 */
final class BudgetRun {

    /** What happens next. */
    enum Action {
        HOLD,
        RELEASE,
        CHARGE,
        CHARGE_PART,
        CHARGE_UNFLAGGED,
        LEAK,
        BOOK,
        CRASH,
        CLOSE,
        PASS,
        NIGHT,
        LIMIT,
        READ,
        PUBLISH_LATE,
        FLUSH
    }

    record Step(Action action, int choice) {}

    /** What lies in the log. */
    private sealed interface Message {
        record Event(Call call, boolean flagged) implements Message {}

        record Close(long bucket) implements Message {}

        record Mark(long n) implements Message {}
    }

    private enum State {
        OPEN,
        RELEASED,
        CHARGED,
        LEAKED
    }

    /** One admitted call, as the naive account knows it. */
    private static final class Call {
        private final long cost;
        private final Charge.Hold hold;
        private State state = State.OPEN;
        private long charge;

        Call(long cost, Charge.Hold hold) {
            this.cost = cost;
            this.hold = hold;
        }

        long used() {
            return switch (state) {
                case OPEN, LEAKED -> cost;
                case CHARGED -> charge;
                case RELEASED -> 0;
            };
        }
    }

    private static final int ADMITTED = 0;
    private static final int LOST = 5;
    private static final int SPENT = 8;
    private static final int BUDGET_LOST = 9;
    private static final int BUDGET_PASSED = 10;

    private final BudgetWorld world;
    private final MoneyBench bench;
    private final TenantId tenant;
    private final BudgetKey key;
    private final BudgetFunctions functions;
    private final List<Call> calls = new ArrayList<>();
    private final ArrayDeque<Message> log = new ArrayDeque<>();
    private final List<BudgetFigures> readEarlier = new ArrayList<>();
    private long limit = 300;
    private long closedTo;
    private long allowance;
    private long preparedN;
    int admitted;
    int refused;
    int losses;

    BudgetRun(BudgetWorld world) {
        this.world = world;
        this.bench = world.bench;
        this.tenant = bench.account(MoneyBench.LARGE);
        this.key = new BudgetKey(tenant, UUID.randomUUID());
        this.functions = new BudgetFunctions(bench.functions);
        this.closedTo = world.bucket() - 1;
        set();
    }

    void step(Step step) {
        switch (step.action()) {
            case HOLD -> hold(1 + step.choice() % 60);
            case RELEASE -> with(step, this::release);
            case CHARGE -> with(step, call -> charge(call, call.cost, true));
            case CHARGE_PART ->
                with(step, call -> {
                    giveBack(call, call.cost - call.cost / 2);
                    charge(call, call.cost / 2, true);
                });
            case CHARGE_UNFLAGGED -> with(step, call -> charge(call, call.cost, false));
            case LEAK -> with(step, call -> call.state = State.LEAKED);
            case BOOK -> book(false);
            case CRASH -> book(true);
            case CLOSE -> mark();
            case PASS -> world.pass(Duration.ofSeconds(1 + step.choice() % 40));
            case NIGHT -> world.pass(Duration.ofHours(7));
            case LIMIT -> {
                limit = 150 + step.choice() * 3L;
                set();
            }
            case READ -> readEarlier.add(row().figures());
            case PUBLISH_LATE -> publishLate(step.choice());
            case FLUSH -> flush();
        }
    }

    private void with(Step step, Consumer<Call> then) {
        var open = calls.stream().filter(call -> call.state == State.OPEN).toList();
        if (!open.isEmpty()) {
            then.accept(open.get(step.choice() % open.size()));
        }
    }

    private void hold(long cost) {
        for (int tries = 0; tries < 4; tries++) {
            double[] reply = world.hold(key, cost);
            switch ((int) reply[0]) {
                case ADMITTED -> {
                    var call = new Call(cost, new Charge.Hold((long) reply[1], (long) reply[2], key.id()));
                    calls.add(call);
                    admitted++;
                    assertThat(spent(day(call.hold.bucket())))
                            .as("spent and held after an admission")
                            .isLessThanOrEqualTo(limit + allowance);
                    return;
                }
                case SPENT -> {
                    refused++;
                    return;
                }
                case LOST -> rebuild();
                case BUDGET_LOST, BUDGET_PASSED -> bench.awaited(() -> bench.copies.renewBudget(key));
                default -> {
                    return; // of the account: not what is tested here
                }
            }
        }
    }

    /** What this day's calls have taken and may still take; what leaked is back when its bucket has closed. */
    private long spent(long day) {
        return calls.stream()
                .filter(call -> day(call.hold.bucket()) == day)
                .filter(call -> call.state != State.LEAKED || call.hold.bucket() > closedTo)
                .mapToLong(Call::used)
                .sum();
    }

    private static long day(long bucket) {
        return BudgetPeriod.DAY.startOf(bucket);
    }

    private void release(Call call) {
        giveBack(call, call.cost);
        call.state = State.RELEASED;
    }

    private void giveBack(Call call, long micros) {
        world.release(key, call.hold, micros);
    }

    private void charge(Call call, long micros, boolean flagged) {
        if (micros == 0) {
            call.state = State.RELEASED;
            return;
        }
        call.state = State.CHARGED;
        call.charge = micros;
        log.add(new Message.Event(call, flagged));
    }

    /** Every call older than its deadline has become an event or nothing before its bucket's marker is written. */
    private void mark() {
        long bucket = world.bucket() - 7;
        for (Call call : calls) {
            if (call.state == State.OPEN && call.hold.bucket() <= bucket) {
                charge(call, call.cost, true);
            }
        }
        log.add(new Message.Close(bucket));
    }

    private void book(boolean crashes) {
        Message next = log.peek();
        if (next == null) {
            return;
        }
        bench.asMeter(transaction -> {
            if (crashes) {
                transaction.rollbackOnly();
            }
            return booked(transaction, next);
        });
        if (!crashes) {
            log.remove();
            if (next instanceof Message.Close(long bucket)) {
                closedTo = Math.max(closedTo, bucket);
            }
            bench.awaited(() -> bench.copies
                    .publish(tenant)
                    .compose(_ -> bench.copies.budgets().publish(key)));
        }
    }

    private Future<Void> booked(Transaction transaction, Message message) {
        return switch (message) {
            case Message.Event(Call call, boolean flagged) ->
                bench.rows
                        .lock(transaction, List.of(tenant))
                        .compose(locked -> {
                            var hold = flagged ? call.hold : new Charge.Hold(call.hold.inc(), call.hold.bucket());
                            var closed = locked.getFirst().account().closed();
                            assertThat(locked.getFirst().budgets()).isTrue();
                            return bench.rows
                                    .applyCharges(
                                            transaction,
                                            MoneyBench.SLICE,
                                            Map.of(tenant, List.of(new MeteredCharge(call.charge, hold))))
                                    .compose(_ -> BudgetRows.charge(
                                            transaction,
                                            MoneyBench.SLICE,
                                            List.of(new BudgetCharge(tenant, "key_1", call.charge, hold, closed))));
                        })
                        .mapEmpty();
            case Message.Close(long bucket) ->
                bench.closing
                        .close(transaction, MoneyBench.SLICE, bucket, world.now())
                        .compose(_ -> BudgetRows.close(transaction, MoneyBench.SLICE, bucket))
                        .mapEmpty();
            case Message.Mark(long n) ->
                bench.rows.raiseIncarnations(transaction, Map.of(tenant, n)).mapEmpty();
        };
    }

    private void set() {
        var owner = new BudgetOwner(key, new WorkspaceId(new UUID(0, 1)), BudgetOwner.Kind.API_KEY, "key_1");
        var terms = new BudgetLimit(limit, BudgetPeriod.DAY);
        bench.asTenant(tenant, transaction -> new Budgets(bench.accounts, world::now).set(transaction, owner, terms));
        bench.awaited(() -> bench.copies.budgets().publish(key));
    }

    /** A publish that was read long ago arrives, perhaps for the second time. */
    private void publishLate(int choice) {
        if (!readEarlier.isEmpty()) {
            var figures = readEarlier.get(choice % readEarlier.size());
            bench.awaited(() -> functions.publish(List.of(new BudgetFunctions.Publication(key, figures))));
        }
    }

    private void flush() {
        losses++;
        bench.redis.must("FLUSHALL");
    }

    /** What was held and is not in the log when the marker is written may be spent twice, and no more. */
    private void rebuild() {
        if (log.stream().anyMatch(message -> message instanceof Message.Mark(long n) && n == preparedN)) {
            book(false);
            return;
        }
        long n = world.takeNumber(tenant);
        var stubs = bench.awaited(() -> bench.functions.prepare(List.of(new RedisFunctions.Preparation(tenant, n))));
        preparedN = stubs.getFirst() instanceof CopyState.Stub(long inc, Duration _) ? inc : 0;
        allowance += calls.stream()
                .filter(call -> call.state == State.OPEN || call.state == State.LEAKED)
                .mapToLong(call -> call.cost)
                .sum();
        if (preparedN > 0) {
            log.add(new Message.Mark(preparedN));
        }
    }

    private Budget row() {
        return bench.awaited(() -> bench.app
                .read(RowSecurityContext.of(tenant), BudgetSql.ONE, BudgetSql.arguments(key))
                .map(rows -> BudgetSql.budget(rows.iterator().next())));
    }

    /** In quiet, row, copy and the naive account are equal, and exactly the rest is admitted. */
    void settle() {
        calls.stream().filter(call -> call.state == State.OPEN).toList().forEach(this::release);
        world.pass(Duration.ofSeconds(90));
        mark();
        while (!log.isEmpty()) {
            book(false);
        }
        hold(1); // renews what is lost, passed or aged
        for (int turn = 0; turn < 3; turn++) {
            while (!log.isEmpty()) {
                book(false);
            }
            hold(1);
        }
        calls.stream().filter(call -> call.state == State.OPEN).toList().forEach(this::release);
        bench.awaited(() -> bench.copies.renewBudget(key));
        Budget row = row();
        long charged = calls.stream()
                .filter(call -> call.state == State.CHARGED && day(call.hold.bucket()) == row.starts())
                .mapToLong(call -> call.charge)
                .sum();
        assertThat(row.spent()).as("spent by the row").isEqualTo(charged);
        assertThat(row.open()).as("open by the row").isZero();
        long today = day(world.bucket());
        long left = limit - spent(today);
        if (left > 0) {
            hold(left);
            assertThat(calls.getLast().cost).as("the rest is admitted").isEqualTo(left);
        }
        int before = refused;
        hold(1);
        assertThat(refused).as("one more is refused").isEqualTo(before + 1);
    }
}
