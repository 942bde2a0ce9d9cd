package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.copy.CopyRenewal;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budgets of one loop whose copies are being renewed, and the calls that wait for them. After a renewal one call
 * tries the copy; the others follow when any call found it sound. Other calls of the account do not wait.
 */
final class BudgetRenewals {

    /** The most calls of one loop that wait for copies of budgets. */
    static final int WAITING_MAX = 1_024;

    /** The most of them that are of one tenant. */
    static final int WAITING_OF_TENANT_MAX = 256;

    private static final Logger LOGGER = LoggerFactory.getLogger(BudgetRenewals.class);

    private final Map<BudgetKey, RenewalQueue> queues = new HashMap<>();
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

    /** A call has its answer, which says that the copy of its budget is sound. */
    void answered(HoldRequest request, HoldDecision decision, HoldReply reply) {
        BudgetKey budget = request.budgetKey();
        if (budget == null || reply.budget() == null) {
            return;
        }
        sound(budget);
        if (reply.admitted() && reply.budget().aged() != 0) {
            renewal.closeBudget(budget, reply.budget().aged()).onFailure(cause -> log(budget, cause));
        }
        if (decision instanceof HoldDecision.Refused(Refusal.BudgetExhausted refusal, var _, var _, var _)) {
            exhausted.accept(budget, refusal);
        }
    }

    /** A call will say nothing about its budget: if it was trying the copy, another may. */
    void left(PendingHold pending) {
        BudgetKey budget = pending.request().budgetKey();
        RenewalQueue queue = budget == null ? null : queues.get(budget);
        if (queue != null) {
            queue.probed(pending);
        }
    }

    private void sound(BudgetKey budget) {
        RenewalQueue queue = queues.remove(budget);
        if (queue != null) {
            queue.all().forEach(again);
        }
    }

    /** The first call renews the copy, and then each that has tried it in vain. */
    private void stale(PendingHold pending, BudgetKey budget) {
        RenewalQueue before = queues.get(budget);
        boolean renews = before == null || before.tries(pending);
        boolean hasRoom = hasRoom(budget.tenant());
        RenewalQueue queue = before == null ? new RenewalQueue() : before;
        queue.probed(pending);
        if (!hasRoom || !queue.enter(pending, System.nanoTime())) {
            pending.fail(
                    "too many calls are waiting for copies of budgets",
                    VertxException.noStackTrace("renewal queue full"));
        }
        if (before == null && !queue.empty()) {
            queues.put(budget, queue);
        }
        if (renews && !queue.empty() && !queue.renewing()) {
            renew(budget, queue);
        }
    }

    private boolean hasRoom(TenantId tenant) {
        int all = 0;
        int own = 0;
        for (Map.Entry<BudgetKey, RenewalQueue> entry : queues.entrySet()) {
            int waiting = entry.getValue().size();
            all += waiting;
            own += entry.getKey().tenant().equals(tenant) ? waiting : 0;
        }
        return all < WAITING_MAX && own < WAITING_OF_TENANT_MAX;
    }

    /**
     * Lets one call of each budget try unless its copy is being renewed, and those go whose time is up. Whether anybody
     * still waits.
     */
    boolean tick(long nowNanos) {
        for (RenewalQueue queue : List.copyOf(queues.values())) {
            if (!queue.renewing()) {
                probe(queue, nowNanos);
            }
            queue.leave(nowNanos);
        }
        queues.values().removeIf(queue -> queue.empty() && !queue.renewing());
        return !queues.isEmpty();
    }

    private void renew(BudgetKey budget, RenewalQueue queue) {
        Future<Void> running = renewal.renewBudget(budget).onFailure(cause -> log(budget, cause));
        queue.renewal(running);
        running.onComplete(_ -> {
            if (queue.equals(queues.get(budget))) {
                probe(queue, System.nanoTime());
            }
        });
    }

    private void probe(RenewalQueue queue, long nowNanos) {
        PendingHold next = queue.probe(nowNanos);
        if (next != null) {
            again.accept(next);
        }
    }

    private static void log(BudgetKey budget, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("tenant", budget.tenant())
                .addKeyValue("budget", budget.id())
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to renew budget copy");
    }
}
