package dev.tollgate.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.close.ClockAlarm;
import dev.tollgate.billing.close.Markers;
import dev.tollgate.billing.intake.SimulatedMeter;
import dev.tollgate.billing.intake.SimulatedMeter.Fate;
import dev.tollgate.money.hold.SimulatedRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Two meters that both believe that they own the partition, each with a clock and a server of Redis of its own. */
final class SimulatedMeters {

    final List<SimulatedRedis> servers;
    private final SimulatedWorld world;
    private final SimulatedAccount account;
    private final SimulatedNetwork network;
    private final SimulatedLog log;
    private final Random random;
    private final List<SimulatedMeter> meters = new ArrayList<>();
    private final List<Markers> markers = new ArrayList<>();
    private final UUID topic = UUID.randomUUID();
    private final boolean kept;
    private final Instant[] closed = new Instant[SimulatedWorld.METERS];
    private long position;

    SimulatedMeters(SimulatedRun.Parts parts) {
        this.world = parts.world();
        this.account = parts.account();
        this.network = parts.network();
        this.log = parts.log();
        this.random = parts.random();
        this.kept = parts.kept();
        this.servers = new ArrayList<>(Collections.nCopies(SimulatedWorld.METERS, world.servers.getFirst()));
        for (int i = 0; i < SimulatedWorld.METERS; i++) {
            int meter = i;
            var own = markers(meter);
            markers.add(own);
            meters.add(world.bench.onLoop(() -> new SimulatedMeter(world.parts(meter), topic, world.slice(), own)));
            world.bench.await(() -> meters.get(meter).start());
            world.bench.await(() -> own.ask(Set.of(world.slice())));
        }
    }

    private Markers markers(int meter) {
        var own = world.parts(meter);
        var parts = new Markers.MarkerParts(
                own.database(),
                () -> Future.succeededFuture(world.clocks.read(meter, servers.get(meter))),
                new ClockAlarm(new SimpleMeterRegistry()),
                _ -> {});
        return new Markers(parts, own.ids(), own.clock());
    }

    int any() {
        return random.nextInt(meters.size());
    }

    /** Books the next records, unless the process dies over them. */
    void read(int meter, int most, Fate fate) {
        var one = meters.get(meter);
        world.bench.await(() -> one.fetch(log, most, fate));
        one.check();
        account.remember();
        account.check("a batch");
        checkPosition();
        if (one.takePublished() && random.nextDouble() < 0.9) {
            network.publish(servers.get(meter));
        }
        if (!one.takeBudgets().isEmpty() && random.nextDouble() < 0.9) {
            network.publishBudget(servers.get(meter));
        }
    }

    /** A log that is never cut is read forward, whichever meter reads it. */
    private void checkPosition() {
        long before = position;
        position = world.position(topic);
        if (!kept) {
            assertThat(position).as("the position in the log").isGreaterThanOrEqualTo(before);
        }
    }

    /** Up to where the log is booked. */
    long position() {
        return position;
    }

    /** How many gaps of the log were noticed. */
    long gaps() {
        return world.gaps(topic);
    }

    /** Compares clocks and writes the marker of a close, unless it did a moment ago. */
    void close(int meter) {
        var last = closed[meter];
        if (last == null || !world.now().isBefore(last.plus(Markers.EVERY))) {
            closed[meter] = world.now();
            world.bench.await(markers.get(meter)::close);
        }
    }

    /** Closes the account where no charge does. */
    void closeAged(int meter) {
        world.closeAged(meter);
        account.remember();
        account.check("a close without charges");
        if (random.nextDouble() < 0.9) {
            network.publish(servers.get(meter));
        }
    }

    void republish(int meter) {
        network.republish(servers.get(meter));
    }

    void sweep(int meter) {
        world.bench.await(meters.get(meter)::sweep);
    }

    void sendAgain() {
        var _ = world.bench.await(meters.getFirst()::sendAgain);
    }

    boolean atEnd() {
        return meters.stream().allMatch(meter -> meter.atEnd(log));
    }
}
