package dev.tollgate.billing.simulation;

import dev.tollgate.billing.close.Markers;
import dev.tollgate.money.hold.SimulatedRedis;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What breaks: Redis loses data or fails over while some processes stay with the old primary, logs, clocks. */
final class SimulatedFaults {

    /** Which of them strike in a run. */
    record Mode(boolean loses, boolean cuts, boolean steps) {

        static final int COUNT = 8;

        static Mode of(int number) {
            return new Mode((number & 1) != 0, (number & 2) != 0, (number & 4) != 0);
        }
    }

    private static final int LOSSES_MAX = 3;
    private static final int HISTORY = 12;
    private static final long[] SKEWS_MS = {-300_000, -30_000, -1_500, 0, 0, 1_500, 30_000, 300_000};

    private final SimulatedWorld world;
    private final SimulatedAccount account;
    private final SimulatedNetwork network;
    private final SimulatedLog log;
    private final Random random;
    private final Mode mode;
    private final SimulatedGateways gateways;
    private final SimulatedMeters meters;
    private final List<Map<String, Buffer>> history = new ArrayList<>();
    private SimulatedRedis current;
    int losses;
    int failovers;
    int cuts;
    int clockSteps;
    int eventsCut;
    boolean positionsLost;

    SimulatedFaults(SimulatedRun.Parts parts, Mode mode, SimulatedGateways gateways, SimulatedMeters meters) {
        this.world = parts.world();
        this.account = parts.account();
        this.network = parts.network();
        this.log = parts.log();
        this.random = parts.random();
        this.mode = mode;
        this.gateways = gateways;
        this.meters = meters;
        this.current = world.servers.getFirst();
    }

    /** The server that is the primary now. */
    SimulatedRedis current() {
        return current;
    }

    /** Remembers what a lagging replica might have. */
    void observe() {
        if (mode.loses()) {
            history.add(current.snapshot(world.tenant, List.of(account.budgetKey)));
        }
    }

    /** One fault of this mode, by its name. */
    String strike() {
        int dice = random.nextInt(4);
        if (mode.loses() && dice == 0) {
            return lose();
        }
        if (mode.loses() && dice == 1) {
            return follow();
        }
        if (mode.cuts() && dice >= 2 && (dice == 3 || !mode.steps())) {
            return cut();
        }
        return mode.steps() ? stepClock() : "none";
    }

    private String lose() {
        if (losses >= LOSSES_MAX) {
            return "none";
        }
        losses++;
        if (random.nextBoolean()) {
            current.flush(world.clocks.now(current));
            network.forgetAcknowledged(current);
            return "flush";
        }
        failovers++;
        if (mode.steps()) {
            letMetersCompare();
            world.clocks.correct();
        }
        followAll();
        var recent = history.subList(Math.max(0, history.size() - HISTORY), history.size());
        var next = world.servers.get(1 - world.servers.indexOf(current));
        next.takeOver(recent.get(random.nextInt(recent.size())), world.clocks.now(next));
        network.forgetAcknowledged(next);
        history.clear();
        current = next;
        observe();
        return "failover";
    }

    /** One process finds the new primary. */
    private String follow() {
        var all = random.nextBoolean() ? gateways.servers : meters.servers;
        all.set(random.nextInt(all.size()), current);
        return "follow";
    }

    private void followAll() {
        gateways.servers.replaceAll(_ -> current);
        meters.servers.replaceAll(_ -> current);
    }

    /** The log loses its end; its events are in the outbox or will be sent again. */
    private String cut() {
        cuts++;
        Set<UUID> events = new HashSet<>();
        log.cut(1 + random.nextInt(6))
                .forEach(record -> UsageCodec.decode(record.body().getBytes()).stream()
                        .flatMap(message ->
                                message instanceof UsageMessage.Usage(var event) ? Stream.of(event) : Stream.empty())
                        .forEach(event -> events.add(event.id())));
        eventsCut += account.cut(events);
        positionsLost |= meters.position() > log.end();
        return "cut";
    }

    private String stepClock() {
        letMetersCompare();
        clockSteps++;
        var clocks = world.clocks.all(current);
        var off = Duration.ofMillis(SKEWS_MS[random.nextInt(SKEWS_MS.length)]);
        clocks.get(random.nextInt(clocks.size())).set(off);
        world.clocks.show();
        return "clock " + off;
    }

    /** A clock is off for so long that every meter has seen it. */
    private void letMetersCompare() {
        world.clocks.pass(Markers.EVERY);
        gateways.makeDue();
        for (int meter = 0; meter < SimulatedWorld.METERS; meter++) {
            meters.close(meter);
        }
    }

    /** Clocks are corrected, and every process finds the primary. */
    void end() {
        letMetersCompare();
        world.clocks.correct();
        followAll();
    }
}
