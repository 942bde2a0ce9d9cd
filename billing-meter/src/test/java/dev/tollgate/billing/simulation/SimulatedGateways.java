package dev.tollgate.billing.simulation;

import static dev.tollgate.billing.simulation.SimulatedCall.State.DURABLE;
import static dev.tollgate.billing.simulation.SimulatedCall.State.LEAKED;
import static dev.tollgate.billing.simulation.SimulatedCall.State.RELEASED;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.hold.SimulatedRedis;
import dev.tollgate.money.usage.UsageCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The gateways: their calls, each with its own fate, and what they do where a hold finds its copy outdated. */
final class SimulatedGateways {

    static final int COUNT = 3;

    private static final int LIVE_MAX = 6;
    private static final int COST_MAX = 250;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration DURABLE_WITHIN = Duration.ofSeconds(10);
    private static final Duration MARK_AGAIN_AFTER = Duration.ofSeconds(2);
    private static final Duration PACE = Duration.ofMillis(300);
    private static final Actor WITHOUT_BUDGET =
            new Actor(Actor.Kind.API_KEY, "key_01h455vb4pex5vsknk084sn02r", "other");

    final List<SimulatedRedis> servers;
    int admitted;
    int refused;
    int admittedByOldPrimary;
    int rebuilds;
    private final SimulatedWorld world;
    private final SimulatedAccount account;
    private final SimulatedNetwork network;
    private final SimulatedLog log;
    private final Random random;
    private final boolean kept;
    private final Instant[] renewed = new Instant[COUNT];

    SimulatedGateways(SimulatedRun.Parts parts) {
        this.world = parts.world();
        this.account = parts.account();
        this.network = parts.network();
        this.log = parts.log();
        this.random = parts.random();
        this.kept = parts.kept();
        this.servers = new ArrayList<>(Collections.nCopies(COUNT, world.servers.getFirst()));
    }

    /** @param current the server that is the primary now */
    void hold(SimulatedRedis current) {
        if (account.live().count() >= LIVE_MAX) {
            return;
        }
        int gateway = random.nextInt(COUNT);
        var server = servers.get(gateway);
        boolean limited = random.nextDouble() < 0.6;
        boolean known =
                limited && account.budget != null && account.budget.limit() != null && random.nextDouble() < 0.8;
        long cost = 1 + random.nextInt(COST_MAX);
        var budget = known ? account.budgetKey.id() : null;

        var verdict = server.hold(world.tenant, budget, cost);

        if (verdict.admitted()) {
            var hold = new Charge.Hold(verdict.inc(), verdict.bucket(), budget);
            admitted(new SimulatedCall(cost, hold, limited, server, world.now().plus(DEADLINE)));
            admittedByOldPrimary += server.equals(current) ? 0 : 1;
        } else if (!verdict.lost() && !verdict.passed() && !verdict.budgetOutdated()) {
            refused++;
        }
        renew(gateway, verdict);
    }

    private void admitted(SimulatedCall call) {
        admitted++;
        account.calls.add(call);
        account.check("a hold");
        account.checkLimits(call, call.server);
        if (random.nextDouble() < 0.1) {
            call.state = LEAKED;
        }
    }

    private void renew(int gateway, SimulatedRedis.Verdict verdict) {
        var server = servers.get(gateway);
        if (verdict.lost()) {
            rebuild(gateway, server);
        } else if (verdict.passed() || verdict.aged()) {
            world.done(world.rows.catchUp(world.tenant, world.clocks.now(server).plusMillis(1)));
            account.remember();
            network.publish(server);
        }
        if (verdict.budgetOutdated() || verdict.budgetAged()) {
            world.done(world.rows.catchUp(account.budgetKey));
            account.remember();
            network.publishBudget(server);
        }
    }

    /** A stub under a new number, or the marker of the one that waits once more. */
    private void rebuild(int gateway, SimulatedRedis server) {
        var last = renewed[gateway];
        if (last != null && last.plus(PACE).isAfter(world.now()) && random.nextDouble() < 0.8) {
            return;
        }
        renewed[gateway] = world.now();
        rebuild(server);
    }

    void rebuild(SimulatedRedis server) {
        var stub = server.prepare(world.tenant, 0);
        if (stub.inc() == SimulatedRedis.ABSENT) {
            rebuilds++;
            network.prepare(server, world.takeNumber());
            account.remember();
        } else if (stub.inc() != SimulatedRedis.CURRENT && stub.age().compareTo(MARK_AGAIN_AFTER) >= 0) {
            network.mark(stub.inc());
        }
    }

    /** One of the running calls ends. */
    void end() {
        var live = account.live().toList();
        if (live.isEmpty()) {
            return;
        }
        var call = live.get(random.nextInt(live.size()));
        double dice = random.nextDouble();
        if (dice < 0.6) {
            charge(call, call.cost);
        } else if (dice < 0.72 && call.cost > 1) {
            giveBack(call, call.cost - call.cost / 2);
            charge(call, call.cost / 2);
        } else if (dice < 0.94) {
            call.state = RELEASED;
            giveBack(call, call.cost);
        } else {
            call.state = LEAKED;
        }
    }

    /** A gateway dies with some of its calls. */
    void crash() {
        account.live().filter(_ -> random.nextBoolean()).toList().forEach(call -> call.state = LEAKED);
    }

    /** A hold lives 30 seconds, and its event is durable ten seconds later at most. */
    void makeDue() {
        account.live()
                .filter(call -> !world.now().isBefore(call.deadline.plus(DURABLE_WITHIN)))
                .toList()
                .forEach(call -> charge(call, call.cost));
    }

    /** Nobody calls any more: what still runs ends. */
    void endAll() {
        account.live()
                .filter(call -> world.now().isAfter(call.deadline.minusSeconds(1)))
                .toList()
                .forEach(call -> {
                    if (random.nextDouble() < 0.7) {
                        charge(call, call.cost);
                    } else {
                        call.state = RELEASED;
                        giveBack(call, call.cost);
                    }
                });
        makeDue();
    }

    private void giveBack(SimulatedCall call, long micros) {
        if (random.nextDouble() < 0.8) {
            call.server.release(world.tenant, call.hold, micros);
        }
    }

    /** A write is in the outbox; a read is in the log, in the outbox, or in both. */
    private void charge(SimulatedCall call, long micros) {
        call.charge = micros;
        call.event = world.bench.ids.next();
        call.state = DURABLE;
        byte[] body = UsageCodec.encode(event(call));
        double dice = random.nextDouble();
        if (kept || dice < 0.5) {
            world.write(body);
        } else if (dice < 0.85) {
            log.append(body, null);
        } else {
            world.write(body);
            network.late(List.of(() -> log.append(body, null)));
        }
    }

    private UsageRecorded event(SimulatedCall call) {
        var facts = new CallFacts(
                new RequestId(world.bench.ids.next()),
                null,
                world.now(),
                world.tenant,
                world.workspace,
                call.limited ? BillingBench.KEY : WITHOUT_BUDGET,
                Surface.REST,
                "create_task",
                "task.create",
                null,
                "127.0.0.1",
                null);
        var charge = new Charge("rest.write", 1, call.charge, "1", call.hold);
        return new UsageRecorded(call.event, facts, charge, true, "task", null);
    }
}
