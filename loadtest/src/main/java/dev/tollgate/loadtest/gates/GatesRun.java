package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.check.BrokenPromise.require;

import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.load.VertxLoadGenerator;
import dev.tollgate.loadtest.server.GatewayServer;
import dev.tollgate.loadtest.server.McpRevision;
import dev.tollgate.loadtest.server.ResponseShape;
import dev.tollgate.loadtest.server.ServerLoad;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Rounds of fresh starts, with the servers in turn; every second round runs backwards. */
final class GatesRun {

    private static final int CONSTANT_WARM_UP_SECONDS = 1;

    /** A lower constant rate measures nothing. */
    private static final double RATE_MIN = 10;

    private final SplitInstallation installation;
    private final GatesSize size;
    private final LoadGenerator peak;
    private final Consumer<String> say;
    private final Map<String, HttpResponse<String>> samples = new HashMap<>();

    GatesRun(SplitInstallation installation, GatesSize size, LoadGenerator peak, Consumer<String> say) {
        this.installation = installation;
        this.size = size;
        this.peak = peak;
        this.say = say;
    }

    /** Prepares the wanted legs and measures them beside the baselines; returns them with the gateway running. */
    List<Leg> run(Set<String> wanted, BaselineLegs baselines) throws IOException, InterruptedException {
        var gateway = new GatewayServer(installation, false);
        var legs = prepare(gateway, wanted);
        for (var leg : List.copyOf(legs)) {
            var response = sample(leg);
            samples.put(leg.name, response);
            if (leg.name.equals(Leg.GET_WORKSPACE)) {
                legs.addAll(baselines.bare(leg, response));
            }
        }
        legs.addAll(baselines.postgres(installation.servers(), size.contacts()));
        legs.sort(Comparator.comparingInt(leg -> Leg.NAMES.indexOf(leg.name)));
        return measure(gateway, legs);
    }

    /** Prepares the wanted legs and measures them at this build and at another one, in turns. */
    List<Leg> runBeside(Path other, Set<String> wanted) throws IOException, InterruptedException {
        var gateway = new GatewayServer(installation, false);
        var legs = prepare(gateway, wanted);
        for (var leg : List.copyOf(legs)) {
            var _ = sample(leg);
            legs.add(leg.at(new GatewayServer(installation, false, other)));
        }
        return measure(gateway, legs);
    }

    private List<Leg> prepare(GatewayServer gateway, Set<String> wanted) throws IOException, InterruptedException {
        gateway.start();
        System.out.println("preparing accounts and records ...");
        return new ArrayList<>(new GatewayLegs(installation, gateway, wanted, size).prepare());
    }

    /** Measures in rounds and starts the gateway again. */
    private List<Leg> measure(GatewayServer gateway, List<Leg> legs) throws IOException, InterruptedException {
        gateway.stop();
        try (var constant = new VertxLoadGenerator()) {
            for (int round = 1; round <= size.rounds(); round++) {
                System.out.println("round " + round + " of " + size.rounds());
                round(legs, round % 2 == 0, constant);
            }
        }
        gateway.start();
        return legs;
    }

    /** The response to the first call of a leg, which must succeed. */
    private static HttpResponse<String> sample(Leg leg) throws IOException, InterruptedException {
        var response = leg.calls.getFirst().send(leg.server.port());
        leg.successes++;
        require(
                response.statusCode() / 100 == 2 && !response.body().contains(McpRevision.TOOL_ERROR),
                leg.name + " answers " + response.statusCode() + " " + response.body());
        return response;
    }

    private void round(List<Leg> legs, boolean backwards, VertxLoadGenerator constant)
            throws IOException, InterruptedException {
        var servers = legs.stream().map(leg -> leg.server).distinct().toList();
        for (var server : backwards ? servers.reversed() : servers) {
            server.start();
            int warmUpSeconds = size.warmUpSeconds();
            for (var leg : backwards ? legs.reversed() : legs) {
                if (leg.server.equals(server)) {
                    requireSameResponse(leg);
                    measure(leg, warmUpSeconds, constant);
                    warmUpSeconds = size.legWarmUpSeconds();
                    if (!installation.caughtUp(size.drainMax())) {
                        say.accept("meter and servers are still busy with " + leg.name + " after " + size.drainMax());
                    }
                    say.accept(GatesResults.progress(leg));
                }
            }
            server.stop();
        }
    }

    /** A baseline must answer like the gateway. */
    private void requireSameResponse(Leg leg) throws IOException, InterruptedException {
        boolean bare = leg.name.equals(Leg.BARE);
        var ours = samples.get(bare ? Leg.GET_WORKSPACE : leg.name.replace(Leg.POSTGRES, ""));
        if (leg.bill != null || ours == null) {
            return;
        }
        var baseline = sample(leg);
        if (bare) {
            ResponseShape.requireSameHeadAndSize(ours, baseline);
        } else {
            require(
                    baseline.statusCode() == ours.statusCode(),
                    "the baseline answers " + ours.statusCode() + ", not " + baseline.statusCode());
            ResponseShape.requireSame(
                    JsonTrees.read(ours.body().getBytes(StandardCharsets.UTF_8)),
                    JsonTrees.read(baseline.body().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Warms a leg up and measures a window of each shape. */
    private void measure(Leg leg, int warmUpSeconds, VertxLoadGenerator constant)
            throws IOException, InterruptedException {
        var target = leg.target();
        var warm = ServerLoad.warmUp(
                leg.server, warmUpSeconds, length -> leg.count(peak.run(target, LoadShape.AT_64.connections, length)));
        int seconds = size.windowSeconds(Math.max(warm.perSecond(), RATE_MIN));
        var _ = measure(leg, LoadShape.AT_64, seconds, length -> peak.run(target, LoadShape.AT_64.connections, length));
        double top = measure(
                leg, LoadShape.AT_256, seconds, length -> peak.run(target, LoadShape.AT_256.connections, length));
        double half = Math.max(top / 2, RATE_MIN);
        ServerLoad.Source atHalf = length -> constant.constant(target, LoadShape.HALF.connections, half, length);
        var _ = leg.count(atHalf.run(CONSTANT_WARM_UP_SECONDS));
        var _ = measure(leg, LoadShape.HALF, seconds, atHalf);
    }

    /** Measures one window and returns its rate. */
    private double measure(Leg leg, LoadShape shape, int seconds, ServerLoad.Source load)
            throws IOException, InterruptedException {
        long redisPid = leg.bill == null ? 0 : installation.servers().redisPid();
        var sample = ServerLoad.measure(leg.server, redisPid, seconds, load);
        leg.add(shape, sample);
        return sample.perSecond();
    }
}
