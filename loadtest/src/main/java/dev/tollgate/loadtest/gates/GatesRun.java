package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.McpRevision;
import dev.tollgate.loadtest.environment.Gateway;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ServerUnderTest;
import dev.tollgate.loadtest.load.LoadFailed;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.load.ResponseShape;
import dev.tollgate.loadtest.load.ServerLoad;
import dev.tollgate.loadtest.load.VertxLoadGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rounds of fresh starts, with the servers in turn; every second round runs backwards. */
final class GatesRun {

    /**
     * Size of a measurement.
     *
     * @param rounds starts of every process
     * @param callsMin calls to measure per leg; windows grow for it up to {@code windowSecondsMax}
     * @param windowSeconds length of a window of fast calls
     * @param warmUpSeconds load before the first leg of a fresh process, at most
     * @param legWarmUpSeconds load before each further leg, at most
     * @param drainMax how long to wait until meter and servers have caught up
     * @param tokens credentials that list tools
     * @param contacts rows that contacts are read from
     */
    record Size(
            int rounds,
            long callsMin,
            int windowSeconds,
            int windowSecondsMax,
            int warmUpSeconds,
            int legWarmUpSeconds,
            Duration drainMax,
            int tokens,
            int contacts) {

        /** Two builds in turns: many starts, each short; {@code rounds} as below. */
        static Size ofTwoBuilds(int rounds) {
            return new Size(rounds == 0 ? 7 : rounds, 0, 2, 2, 30, 3, Duration.ofSeconds(10), 500, 2_000);
        }

        /** The usual sizes; {@code rounds} replaces the usual number unless it is 0. */
        static Size of(boolean quick, int rounds) {
            return quick
                    ? new Size(rounds == 0 ? 2 : rounds, 0, 3, 3, 40, 5, Duration.ofSeconds(30), 500, 2_000)
                    : new Size(
                            rounds == 0 ? 5 : rounds, 100_000, 4, 12, 60, 30, Duration.ofSeconds(15), 3_000, 100_000);
        }

        /** About how many minutes a run takes, with what is measured after the rounds; warm-ups may end sooner. */
        long minutes(int legs, long settledSeconds) {
            long leg = legWarmUpSeconds + (long) Leg.Shape.values().length * windowSecondsMax + drainMax.toSeconds();
            long round = legs * leg + (long) SERVERS_MAX * (warmUpSeconds + 10);
            return Math.ceilDiv(rounds * round + settledSeconds, 60) + 5;
        }

        /** Seconds of a window, so that all rounds together reach the wanted calls. */
        int windowSeconds(double perSecond) {
            double enough = callsMin / (perSecond * rounds * Leg.Shape.values().length);
            return (int) Math.clamp(Math.ceil(enough), windowSeconds, windowSecondsMax);
        }
    }

    private static final int CONSTANT_WARM_UP_SECONDS = 1;

    /** The gateway and three baselines. */
    private static final int SERVERS_MAX = 4;

    private static final List<Leg.Shape> CLOSED = List.of(Leg.Shape.AT_64, Leg.Shape.AT_256);

    /** A lower constant rate measures nothing. */
    private static final double RATE_MIN = 10;

    private final Installation installation;
    private final Size size;
    private final LoadGenerator peak;
    private final Map<String, CallResponse> samples = new HashMap<>();

    GatesRun(Installation installation, Size size, LoadGenerator peak) {
        this.installation = installation;
        this.size = size;
        this.peak = peak;
    }

    /** Prepares the wanted legs and measures them beside the baselines; returns them with the gateway running. */
    List<Leg> run(Set<String> wanted, BaselineLegs baselines) throws IOException, InterruptedException {
        var gateway = installation.gateway();
        var legs = prepare(gateway, wanted);
        for (var leg : List.copyOf(legs)) {
            var response = sample(leg);
            samples.put(leg.name, response);
            if (leg.name.equals(Leg.GET_WORKSPACE)) {
                legs.addAll(baselines.bare(leg, response));
                legs.addAll(baselines.nginx(leg, response, installation.servers()));
            }
        }
        legs.addAll(baselines.postgres(installation.servers(), size.contacts()));
        legs.sort(Comparator.comparingInt(leg -> Leg.NAMES.indexOf(leg.name)));
        return measure(gateway, legs);
    }

    /** Prepares the wanted legs and measures them at this build and at another one, in turns. */
    List<Leg> runBeside(Path other, Set<String> wanted) throws IOException, InterruptedException {
        var gateway = installation.gateway();
        var legs = prepare(gateway, wanted);
        var otherGateway = installation.furtherGateway(other);
        for (var leg : List.copyOf(legs)) {
            var _ = sample(leg);
            legs.add(leg.at(otherGateway));
        }
        return measure(gateway, legs);
    }

    private List<Leg> prepare(Gateway gateway, Set<String> wanted) throws IOException, InterruptedException {
        gateway.start();
        System.out.println("preparing accounts and records ...");
        return new ArrayList<>(new GatewayLegs(installation, gateway, wanted, size).prepare());
    }

    /** Measures in rounds and starts the gateway again. */
    private List<Leg> measure(Gateway gateway, List<Leg> legs) throws IOException, InterruptedException {
        gateway.stop();
        try (var constant = new VertxLoadGenerator()) {
            var servers = legs.stream().map(leg -> leg.server).distinct().toList();
            ServerUnderTest.inTurns(size.rounds(), servers, (server, backwards) -> {
                var own = legs.stream().filter(leg -> leg.server.equals(server)).toList();
                measure(backwards ? own.reversed() : own, constant);
            });
        }
        gateway.start();
        return legs;
    }

    /** The response to the first call of a leg, which must succeed. */
    private static CallResponse sample(Leg leg) {
        var response = leg.calls.getFirst().send(leg.server.port());
        leg.successes++;
        require(
                response.status() / 100 == 2 && !response.text().contains(McpRevision.TOOL_ERROR),
                leg.name + " answers " + response.status() + " " + response.text());
        return response;
    }

    /** Measures the legs of a server that has just been started. */
    private void measure(List<Leg> legs, VertxLoadGenerator constant) throws IOException, InterruptedException {
        int warmUpSeconds = size.warmUpSeconds();
        for (var leg : legs) {
            requireSameResponse(leg);
            measure(leg, warmUpSeconds, constant);
            warmUpSeconds = size.legWarmUpSeconds();
            if (!installation.caughtUp(size.drainMax())) {
                say("meter and servers are still busy with " + leg.name + " after " + size.drainMax());
            }
            say(GatesResults.progress(leg));
        }
    }

    /** A baseline must answer like the gateway. */
    private void requireSameResponse(Leg leg) {
        boolean bare = leg.name.equals(Leg.BARE);
        boolean nginx = leg.name.equals(Leg.NGINX);
        var ours = samples.get(bare || nginx ? Leg.GET_WORKSPACE : leg.name.replace(Leg.POSTGRES, ""));
        if (leg.bill != null || ours == null) {
            return;
        }
        var baseline = sample(leg);
        if (bare) {
            ResponseShape.requireSameHeadAndSize(ours, baseline);
        } else if (nginx) {
            ResponseShape.requireOurHeadAndSize(ours, baseline);
        } else {
            require(
                    baseline.status() == ours.status(),
                    "the baseline answers " + ours.status() + ", not " + baseline.status());
            ResponseShape.requireSame(ours.body(), baseline.body());
        }
    }

    /** Warms a leg up and measures a window of each shape. */
    private void measure(Leg leg, int warmUpSeconds, VertxLoadGenerator constant)
            throws IOException, InterruptedException {
        var target = leg.target();
        try {
            measured(leg, warmUpSeconds, target, constant);
        } catch (LoadFailed failed) {
            throw failed.during("leg " + leg.name);
        }
    }

    private void measured(Leg leg, int warmUpSeconds, LoadTarget target, VertxLoadGenerator constant)
            throws IOException, InterruptedException {
        var read = leg.targetWhoseBodiesAreRead();
        var warm = ServerLoad.warmUp(
                leg.server,
                warmUpSeconds,
                CLOSED.stream()
                        .<ServerLoad.Source>map(
                                closed -> length -> leg.count(peak.run(read, closed.connections, length)))
                        .toList());
        int seconds = size.windowSeconds(Math.max(warm.perSecond(), RATE_MIN));
        for (var closed : CLOSED) {
            measure(leg, closed, seconds, length -> peak.run(target, closed.connections, length));
        }
        half(leg, Leg.Shape.HALF, Leg.Shape.AT_256, seconds, constant);
        half(leg, Leg.Shape.HALF_64, Leg.Shape.AT_64, seconds, constant);
    }

    /** Measures at half the rate that was just measured with another shape. */
    private void half(Leg leg, Leg.Shape shape, Leg.Shape of, int seconds, VertxLoadGenerator constant)
            throws IOException, InterruptedException {
        double half = Math.max(leg.rounds(of).all().getLast().perSecond() / 2, RATE_MIN);
        ServerLoad.Source load = length -> atRate(leg, shape, half, length, constant);
        var _ = leg.count(load.run(CONSTANT_WARM_UP_SECONDS));
        measure(leg, shape, seconds, load);
    }

    private static LoadWindow atRate(Leg leg, Leg.Shape shape, double rate, int seconds, VertxLoadGenerator constant)
            throws IOException, InterruptedException {
        try {
            return constant.constant(leg.target(), shape.connections, rate, seconds);
        } catch (LoadFailed failed) {
            throw failed.during("at " + Math.round(rate) + " calls a second");
        }
    }

    /** Measures one window. */
    private void measure(Leg leg, Leg.Shape shape, int seconds, ServerLoad.Source load)
            throws IOException, InterruptedException {
        long redisPid = leg.asksRedis() ? installation.servers().redisPid() : 0;
        var sample = ServerLoad.measure(leg.server, redisPid, seconds, load);
        leg.add(shape, sample);
    }
}
