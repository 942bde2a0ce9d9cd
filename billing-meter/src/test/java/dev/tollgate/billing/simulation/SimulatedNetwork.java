package dev.tollgate.billing.simulation;

import dev.tollgate.money.budget.BudgetFigures;
import dev.tollgate.money.hold.SimulatedRedis;
import dev.tollgate.money.rating.PublishedFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What is on its way to Redis, and what may reach the log late: in any order, repeatedly, or never. */
final class SimulatedNetwork {

    /** A message to a server of Redis. */
    private sealed interface Sent {
        SimulatedRedis to();

        record Publish(SimulatedRedis to, PublishedFigures figures) implements Sent {}

        record PublishBudget(SimulatedRedis to, BudgetFigures figures) implements Sent {}

        record Prepare(SimulatedRedis to, long n) implements Sent {}
    }

    private final SimulatedWorld world;
    private final SimulatedAccount account;
    private final Random random;
    private final List<Sent> sent = new ArrayList<>();
    private final List<Runnable> late = new ArrayList<>();
    private final Map<SimulatedRedis, Long> acknowledged = new HashMap<>();
    private final Map<SimulatedRedis, Long> acknowledgedBudget = new HashMap<>();

    SimulatedNetwork(SimulatedWorld world, SimulatedAccount account, Random random) {
        this.world = world;
        this.account = account;
        this.random = random;
    }

    /** The row as it is now. */
    void publish(SimulatedRedis to) {
        sent.add(new Sent.Publish(to, PublishedFigures.of(account.row)));
    }

    void publishBudget(SimulatedRedis to) {
        if (account.budget != null) {
            sent.add(new Sent.PublishBudget(to, account.budget.figures()));
        }
    }

    void prepare(SimulatedRedis to, long n) {
        sent.add(new Sent.Prepare(to, n));
    }

    /** What was not acknowledged is published again. */
    void republish(SimulatedRedis to) {
        if (account.row.revision().publishSeq() > acknowledged.getOrDefault(to, 0L)) {
            publish(to);
        }
        if (account.budget != null && account.budget.publishSeq() > acknowledgedBudget.getOrDefault(to, 0L)) {
            publishBudget(to);
        }
    }

    /** A record that may reach the log later, or never. */
    void late(List<Runnable> records) {
        late.addAll(records);
    }

    /** One of the late records arrives, in their order. */
    void arrive() {
        if (!late.isEmpty()) {
            var first = late.removeFirst();
            if (random.nextDouble() < 0.8) {
                first.run();
            }
        }
    }

    void deliver() {
        if (sent.isEmpty()) {
            return;
        }
        int at = random.nextInt(sent.size());
        var message = sent.get(at);
        double dice = random.nextDouble();
        if (dice <= 0.9 || message instanceof Sent.Prepare) {
            sent.remove(at);
        }
        if (dice >= 0.15) {
            deliver(message);
        }
    }

    private void deliver(Sent message) {
        switch (message) {
            case Sent.Publish(var to, var figures) -> {
                if (to.publish(world.tenant, figures)) {
                    acknowledged.merge(to, figures.seq(), Math::max);
                }
            }
            case Sent.PublishBudget(var to, var figures) -> {
                if (to.publish(account.budgetKey, figures)) {
                    acknowledgedBudget.merge(to, figures.seq(), Math::max);
                }
            }
            case Sent.Prepare(var to, long n) -> {
                if (to.prepare(world.tenant, n).inc() == n && random.nextDouble() < 0.85) {
                    mark(n);
                }
            }
        }
    }

    /** The marker of a stub, which is in Redis by now. */
    void mark(long n) {
        account.marked(n);
        world.mark(n);
    }

    /** What Redis was told before is gone with its data. */
    void forgetAcknowledged(SimulatedRedis of) {
        acknowledged.remove(of);
        acknowledgedBudget.remove(of);
    }

    void cut() {
        sent.clear();
    }
}
