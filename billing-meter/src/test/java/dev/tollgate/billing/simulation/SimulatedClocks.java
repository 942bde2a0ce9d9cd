package dev.tollgate.billing.simulation;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.money.clock.ClockReading;
import dev.tollgate.money.hold.SimulatedRedis;
import dev.tollgate.money.redis.RedisTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The time, which passes only where the scheduler says so, and the clocks that show it, each as far off as it is. */
final class SimulatedClocks {

    /** A clock that may be off. */
    static final class OwnClock implements InstantSource {
        private final InstantSource time;
        private Duration ahead = Duration.ZERO;

        private OwnClock(InstantSource time) {
            this.time = time;
        }

        void set(Duration off) {
            ahead = off;
        }

        @Override
        public Instant instant() {
            return time.instant().plus(ahead);
        }
    }

    private final BillingBench bench;
    private final Map<SimulatedRedis, OwnClock> redis = new HashMap<>();
    private final List<OwnClock> meters = new ArrayList<>();
    private final OwnClock postgres;

    SimulatedClocks(BillingBench bench, int meterCount) {
        this.bench = bench;
        this.postgres = new OwnClock(bench.clock);
        for (int i = 0; i < meterCount; i++) {
            meters.add(new OwnClock(bench.clock));
        }
    }

    void add(SimulatedRedis server) {
        redis.put(server, new OwnClock(bench.clock));
    }

    Instant now() {
        return bench.clock.instant();
    }

    Instant now(SimulatedRedis server) {
        return redis.get(server).instant();
    }

    OwnClock ofMeter(int meter) {
        return meters.get(meter);
    }

    /** Those that may be off while this server is the primary; that of holds twice, since most depends on it. */
    List<OwnClock> all(SimulatedRedis primary) {
        var all = new ArrayList<>(meters);
        all.add(postgres);
        all.add(redis.get(primary));
        all.add(redis.get(primary));
        return all;
    }

    /** What a meter reads. */
    ClockReading read(int meter, SimulatedRedis server) {
        var own = meters.get(meter).instant();
        return new ClockReading(own, new RedisTimes(now(server), now(server)), postgres.instant(), own);
    }

    void set(Instant now) {
        bench.clock.set(now);
        show();
    }

    void pass(Duration time) {
        set(now().plus(time));
    }

    /** Sets the clocks of the servers. */
    void show() {
        redis.forEach((server, clock) -> server.set(clock.instant()));
    }

    void correct() {
        redis.values().forEach(clock -> clock.set(Duration.ZERO));
        meters.forEach(clock -> clock.set(Duration.ZERO));
        postgres.set(Duration.ZERO);
        show();
    }
}
