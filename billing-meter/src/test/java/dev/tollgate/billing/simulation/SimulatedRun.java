package dev.tollgate.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.intake.SimulatedMeter.Fate;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.runtime.outbox.SimulatedRelay;
import dev.tollgate.runtime.outbox.SimulatedRelay.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One run of a simulation: from a seed, the scheduler decides what happens next to one account, its gateways, relays,
 * meters, servers of Redis, log and clocks. What they do is done by the real code; its order is the scheduler's.
 */
final class SimulatedRun {

    private static final Plan[] PLANS = {BillingBench.SMALL, BillingBench.TINY, BillingBench.WIDE};
    private static final int[] STEPS = {60, 120, 180, 260};
    private static final int[] PAUSES_MS = {0, 0, 10, 100, 500, 1_000, 3_000, 8_000};
    private static final int QUIET_ROUNDS_MAX = 100;
    private static final int QUIET_ROUNDS_MIN = 12;
    private static final Duration QUIET_ROUND = Duration.ofSeconds(15);

    /** What all participants share. */
    record Parts(
            SimulatedWorld world,
            SimulatedAccount account,
            SimulatedNetwork network,
            SimulatedLog log,
            Random random,
            boolean kept) {}

    final SimulatedFaults faults;
    final SimulatedGateways gateways;
    final SimulatedMeters meters;
    final SimulatedAccount account;
    int relaysReplaced;
    private final SimulatedWorld world;
    private final Random random;
    private final SimulatedNetwork network;
    private final SimulatedLog log;
    private final SimulatedOperations operations;
    private final CopyChecks copies;
    private final boolean kept;
    private final int steps;
    private final List<String> trace = new ArrayList<>();
    private SimulatedRelay relay;

    SimulatedRun(SimulatedWorld world, long seed) {
        this.world = world;
        this.random = new Random(seed);
        var mode = SimulatedFaults.Mode.of((int) (seed % SimulatedFaults.Mode.COUNT));
        this.kept = mode.cuts();
        this.steps = STEPS[random.nextInt(STEPS.length)];
        var plan = PLANS[random.nextInt(PLANS.length)];
        world.begin(plan, random.nextBoolean() ? Duration.ofSeconds(60 + random.nextInt(300)) : Duration.ofDays(9));
        this.log = new SimulatedLog(world.slice());
        this.account = new SimulatedAccount(world);
        this.network = new SimulatedNetwork(world, account, random);
        var parts = new Parts(world, account, network, log, random, kept);
        this.gateways = new SimulatedGateways(parts);
        this.meters = new SimulatedMeters(parts);
        this.copies = new CopyChecks(world, account);
        this.operations = new SimulatedOperations(parts);
        this.faults = new SimulatedFaults(parts, mode, gateways, meters);
        openRelay();
    }

    private void openRelay() {
        relay = world.bench.await(
                () -> SimulatedRelay.open(world.bench.vertx, world.bench.postgres, world.slice(), kept));
    }

    /** Fails where a rule of money is broken. */
    void run() {
        try {
            for (int i = 0; i < steps; i++) {
                world.clocks.pass(Duration.ofMillis(PAUSES_MS[random.nextInt(PAUSES_MS.length)]));
                gateways.makeDue();
                faults.observe();
                step(random.nextDouble());
                copies.check(faults.current());
            }
            quiet();
            new SettledAccount(world, account, faults.current()).check();
            checkLog();
        } catch (AssertionError | RuntimeException broken) {
            var last = trace.subList(Math.max(0, trace.size() - 30), trace.size());
            throw new AssertionError(broken.getMessage() + "\nlast steps: " + String.join(", ", last), broken);
        } finally {
            var _ = world.done(relay.crash(log));
        }
    }

    private void checkLog() {
        assertThat(world.kept())
                .as("messages that are kept though they are booked")
                .isZero();
        assertThat(meters.gaps() > 0 || !faults.positionsLost)
                .as("a log that lost a position was noticed")
                .isTrue();
    }

    private void step(double dice) {
        if (dice < 0.26) {
            does("hold", () -> gateways.hold(faults.current()));
        } else if (dice < 0.38) {
            does("end", gateways::end);
        } else if (dice < 0.58) {
            relays(random.nextDouble());
        } else if (dice < 0.67) {
            var fate = pick(Fate.COMMITS, Fate.COMMITS, Fate.COMMITS, Fate.COMMITS, Fate.ROLLED_BACK, Fate.REPLY_LOST);
            int meter = meters.any();
            does("meter " + meter + " " + fate, () -> meters.read(meter, 1 + random.nextInt(4), fate));
        } else if (dice < 0.8) {
            does("deliver", network::deliver);
        } else if (dice < 0.82) {
            does("late record", network::arrive);
        } else if (dice < 0.87) {
            does("operation", () -> operations.change(gateways.servers.getFirst()));
        } else if (dice < 0.88) {
            does("crash", gateways::crash);
        } else if (dice < 0.92) {
            does("marker", () -> meters.close(meters.any()));
        } else if (dice < 0.94) {
            does("idle", () -> meters.closeAged(meters.any()));
        } else if (dice < 0.97) {
            does("republish", () -> meters.republish(meters.any()));
        } else {
            does("fault", () -> trace.add(faults.strike()));
        }
    }

    private void relays(double dice) {
        if (dice < 0.3) {
            does("relay asks", () -> world.bench.await(relay::ask));
        } else if (dice < 0.5) {
            does("relay sends", relay::send);
        } else if (dice < 0.85) {
            var arrival = pick(
                    Arrival.ACKNOWLEDGED,
                    Arrival.ACKNOWLEDGED,
                    Arrival.ACKNOWLEDGED,
                    Arrival.ACKNOWLEDGED,
                    Arrival.LOST,
                    Arrival.REPLY_LOST);
            does("arrives " + arrival, () -> relay.arrive(log, arrival));
        } else if (dice < 0.97) {
            does("relay deletes", () -> world.bench.await(relay::delete));
        } else {
            does("relay dies", this::replaceRelay);
        }
    }

    /** Another relay takes the slice; what the first had sent may still arrive. */
    private void replaceRelay() {
        relaysReplaced++;
        network.late(world.bench.await(() -> relay.crash(log)));
        openRelay();
    }

    private void does(String name, Runnable step) {
        trace.add(name);
        step.run();
    }

    /** Nobody calls any more, and no fault strikes; time passes, and what was begun is ended. */
    private void quiet() {
        does("quiet", faults::end);
        for (int round = 0; round < QUIET_ROUNDS_MAX && (round < QUIET_ROUNDS_MIN || !settled()); round++) {
            world.clocks.pass(QUIET_ROUND);
            quiet(round);
            copies.check(faults.current());
        }
        network.cut();
        catchUp();
    }

    private void quiet(int round) {
        gateways.endAll();
        for (int meter = 0; meter < SimulatedWorld.METERS; meter++) {
            meters.close(meter);
        }
        if (kept && round % 6 == 5) {
            meters.sendAgain();
        }
        relayAll();
        network.arrive();
        for (int meter = 0; meter < SimulatedWorld.METERS; meter++) {
            meters.read(meter, 50, Fate.COMMITS);
            meters.republish(meter);
            network.deliver();
        }
        if (faults.current().copy(world.tenant).isEmpty()) {
            gateways.rebuild(faults.current());
        } else if (round % 5 == 4) {
            meters.closeAged(0);
        }
        if (kept) {
            meters.sweep(0);
        }
    }

    private void relayAll() {
        for (int i = 0; i < 2; i++) {
            world.bench.await(relay::ask);
            relay.send();
            while (!relay.isIdle()) {
                relay.arrive(log, Arrival.ACKNOWLEDGED);
            }
            world.bench.await(relay::delete);
        }
    }

    private boolean settled() {
        var copy = faults.current().copy(world.tenant);
        return account.live().findAny().isEmpty()
                && world.outboxIsEmpty()
                && meters.atEnd()
                && copy.isPresent()
                && account.row.month().openCharged() + account.row.next().openCharged() == 0
                && account.row.closed()
                        >= copy.get().held().keySet().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0);
    }

    /** What a hold and the meter's own tasks do for an account without calls, with nothing lost on the way. */
    private void catchUp() {
        var server = faults.current();
        meters.closeAged(0);
        world.done(world.rows.catchUp(world.tenant, world.clocks.now(server).plusMillis(1)));
        world.done(world.rows.catchUp(account.budgetKey));
        account.remember();
        var _ = server.publish(world.tenant, PublishedFigures.of(account.row));
        if (account.budget != null) {
            var _ = server.publish(account.budgetKey, account.budget.figures());
        }
    }

    @SafeVarargs
    private <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }
}
