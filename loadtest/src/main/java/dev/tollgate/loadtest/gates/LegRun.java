package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.environment.ProcessorTime;
import dev.tollgate.loadtest.load.Load;
import dev.tollgate.loadtest.load.OwnClient;
import dev.tollgate.loadtest.load.Window;
import java.io.IOException;

/** Loads one leg at a running side: warm-up, then a window of each shape. */
final class LegRun {

    private static final int WINDOWS = Shape.values().length;
    private static final int CONSTANT_WARM_UP_SECONDS = 1;
    private static final int WARM_UP_SLICE_SECONDS = 5;

    /** A process whose compiler uses less than this is warm. */
    private static final long COMPILING_MICROS_PER_SECOND_MAX = 50_000;

    /** Below this there is no point in a constant rate. */
    private static final double RATE_MIN = 10;

    private final Size size;
    private final Load peak;
    private final OwnClient constant;
    private final long redisPid;
    private final Results results;
    private final ClientCount count;

    LegRun(Size size, Load peak, OwnClient constant, long redisPid, Results results, ClientCount count) {
        this.size = size;
        this.peak = peak;
        this.constant = constant;
        this.redisPid = redisPid;
        this.results = results;
        this.count = count;
    }

    /** Measures every shape once. */
    void run(Leg leg, int round, boolean freshProcess) throws IOException, InterruptedException {
        var warm = warmUp(leg, freshProcess ? size.warmUpSeconds() : size.legWarmUpSeconds());
        int seconds = size.windowSeconds(Math.max(warm.perSecond(), RATE_MIN), WINDOWS);
        var _ = measured(leg, Shape.AT_64, round, () -> peak.run(leg.target(), Shape.AT_64.connections(), seconds));
        var top = measured(leg, Shape.AT_256, round, () -> peak.run(leg.target(), Shape.AT_256.connections(), seconds));
        double half = Math.max(top.perSecond() / 2, RATE_MIN);
        count.add(leg, constant.constant(leg.target(), Shape.HALF.connections(), half, CONSTANT_WARM_UP_SECONDS));
        var _ = measured(
                leg, Shape.HALF, round, () -> constant.constant(leg.target(), Shape.HALF.connections(), half, seconds));
    }

    /** Loads until the compiler has little left to do, at the longest {@code most} seconds. */
    private Window warmUp(Leg leg, int most) throws IOException, InterruptedException {
        int slice = Math.min(most, WARM_UP_SLICE_SECONDS);
        Window window;
        long compiled;
        int left = most;
        do {
            long before = ProcessorTime.microsOfCompiler(leg.side().pid());
            window = peak.run(leg.target(), Shape.AT_64.connections(), slice);
            count.add(leg, window);
            compiled = ProcessorTime.microsOfCompiler(leg.side().pid()) - before;
            left -= slice;
        } while (left >= slice && compiled > slice * COMPILING_MICROS_PER_SECOND_MAX);
        return window;
    }

    /** A window of load. */
    private interface Loading {
        Window run() throws IOException, InterruptedException;
    }

    private Window measured(Leg leg, Shape shape, int round, Loading loading) throws IOException, InterruptedException {
        long cpu = ProcessorTime.micros(leg.side().pid());
        long redis = ProcessorTime.micros(redisPid);
        var window = loading.run();
        long cpuUsed = ProcessorTime.micros(leg.side().pid()) - cpu;
        long redisUsed = leg.bill() == null ? 0 : ProcessorTime.micros(redisPid) - redis;
        count.add(leg, window);
        results.add(Measure.of(leg.name(), shape, round, window, cpuUsed, redisUsed));
        return window;
    }
}
