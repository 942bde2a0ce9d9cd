package dev.tollgate.money.hold;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.budget.BudgetKey;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets of one loop whose copies are being renewed, and the calls that wait for them. Other calls of the account
 * do not wait.
 */
final class BudgetRenewals {

    /** The most calls of one loop that wait for copies of budgets. */
    static final int WAITING_MAX = 1_024;

    private static final Logger LOGGER = LoggerFactory.getLogger(BudgetRenewals.class);
    private static final int AGED_MAX = 1_024;
    private static final long AGED_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    /** The pause after a renewal that did not help. */
    private static final long AGAIN_NANOS = Duration.ofMillis(20).toNanos();

    /** Calls that wait for the copy of one budget. */
    private static final class Waiters {

        private List<PendingHold> calls = new ArrayList<>();
        private boolean renewing;
        private long renewedNanos;
    }

    private final Map<BudgetKey, Waiters> queues = new HashMap<>();
    private final Map<BudgetKey, Long> agedNanos = new HashMap<>();
    private final CopyRenewal renewal;
    private final Consumer<PendingHold> again;
    private BiConsumer<BudgetKey, Refusal.BudgetExhausted> exhausted = (_, _) -> {};

    /** A call passed to {@code again} is sent to Redis again. */
    BudgetRenewals(CopyRenewal renewal, Consumer<PendingHold> again) {
        this.renewal = renewal;
        this.again = again;
    }

    /** Sets the listener for refusals. */
    void onExhausted(BiConsumer<BudgetKey, Refusal.BudgetExhausted> listener) {
        exhausted = listener;
    }

    /** Whether the call waits here: it found the copy of its budget outdated. */
    boolean takes(PendingHold pending, HoldReply reply) {
        BudgetKey budget = pending.request().budgetKey();
        if (budget != null && reply.wantsBudget()) {
            stale(pending, budget);
            return true;
        }
        return false;
    }

    /** A call has its answer. */
    void answered(HoldRequest request, HoldDecision decision, HoldReply reply) {
        BudgetKey budget = request.budgetKey();
        if (budget == null || reply.budget() == null) {
            return;
        }
        if (reply.budget().aged() != 0) {
            aged(budget);
        }
        if (decision instanceof HoldDecision.Refused(Refusal.BudgetExhausted refusal, var _, var _, var _)) {
            exhausted.accept(budget, refusal);
        }
    }

    private void stale(PendingHold pending, BudgetKey budget) {
        long now = System.nanoTime();
        pending.patience(Holds.RENEWAL_TIMEOUT);
        if (!pending.waits(now)) {
            return;
        }
        if (queues.values().stream().mapToInt(one -> one.calls.size()).sum() >= WAITING_MAX) {
            pending.fail(
                    "too many calls are waiting for copies of budgets",
                    VertxException.noStackTrace("renewal queue full"));
            return;
        }
        Waiters waiters = queues.computeIfAbsent(budget, _ -> new Waiters());
        waiters.calls.add(pending);
        renew(budget, waiters, now);
    }

    /** A call found holds of its budget that will never be charged. */
    private void aged(BudgetKey budget) {
        long now = System.nanoTime();
        Long before = agedNanos.get(budget);
        if (before == null || now - before > AGED_AGAIN_NANOS) {
            if (agedNanos.size() >= AGED_MAX) {
                agedNanos.clear();
            }
            agedNanos.put(budget, now);
            renewal.renewBudget(budget).onFailure(cause -> log(budget, cause));
        }
    }

    /** Lets those go whose time is up, and renews again what was renewed in vain. Whether anybody still waits. */
    boolean tick(long nowNanos) {
        for (Map.Entry<BudgetKey, Waiters> entry : List.copyOf(queues.entrySet())) {
            Waiters waiters = entry.getValue();
            List<PendingHold> over = new ArrayList<>();
            waiters.calls.removeIf(pending -> pending.over(nowNanos) && over.add(pending));
            over.forEach(pending -> pending.expire(nowNanos));
            if (!waiters.calls.isEmpty()) {
                renew(entry.getKey(), waiters, nowNanos);
            } else if (!waiters.renewing && nowNanos - waiters.renewedNanos > AGAIN_NANOS) {
                queues.remove(entry.getKey(), waiters);
            }
        }
        return !queues.isEmpty();
    }

    private void renew(BudgetKey budget, Waiters waiters, long nowNanos) {
        if (waiters.renewing || (waiters.renewedNanos != 0 && nowNanos - waiters.renewedNanos < AGAIN_NANOS)) {
            return;
        }
        waiters.renewing = true;
        renewal.renewBudget(budget).onFailure(cause -> log(budget, cause)).onComplete(_ -> {
            waiters.renewing = false;
            waiters.renewedNanos = System.nanoTime();
            List<PendingHold> calls = waiters.calls;
            waiters.calls = new ArrayList<>();
            calls.forEach(again);
        });
    }

    private static void log(BudgetKey budget, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("tenant", budget.tenant())
                .addKeyValue("budget", budget.id())
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to renew budget copy");
    }
}
