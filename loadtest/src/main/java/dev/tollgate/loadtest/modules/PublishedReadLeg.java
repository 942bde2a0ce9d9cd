package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.ServerLoad;
import dev.tollgate.loadtest.load.ServerLoad.Sample;
import dev.tollgate.loadtest.report.RoundSeries;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Published entries that the caller has already (304) beside {@code get_workspace}, in turns at one gateway. */
final class PublishedReadLeg implements ModuleLeg {

    private static final int CONNECTIONS = 256;
    private static final int ENTRIES = 20;
    private static final Duration DRAIN_MAX = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "published_304";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws IOException, InterruptedException {
        var client = testbed.client("cms");
        var site = PublishedSite.create(client);
        for (int i = 0; i < ENTRIES; i++) {
            site.publish(site.draft("Step " + i), JsonTrees.object());
        }
        var tag = PublishedSite.tag(client.port(), client.token());
        var published = HttpCall.get(PublishedSite.PUBLISHED, client.token()).with("If-None-Match", tag);
        int status = published.send(client.port()).status();
        require(status == 304, "a page with the same tag is answered 304, not " + status);
        var workspace = HttpCall.get("/v1/workspace", testbed.client("cms").token());
        try (var load = LoadGenerator.strongest(testbed.installation().folder())) {
            var measured = new Turns(testbed, load).measure(List.of(published, workspace));
            ServerLoad.write(measured.getFirst(), figures.putObject("published"));
            ServerLoad.write(measured.getLast(), figures.putObject("get_workspace"));
            figures.put(
                    "rate_ratio",
                    measured.getFirst().median(Sample::perSecond).orElseThrow()
                            / measured.getLast().median(Sample::perSecond).orElseThrow());
        }
    }

    /** Windows of each call, one after the other. */
    private record Turns(ModulesTestbed testbed, LoadGenerator load) {

        List<RoundSeries<Sample>> measure(List<HttpCall> calls) throws IOException, InterruptedException {
            var all = calls.stream().map(_ -> new RoundSeries<Sample>()).toList();
            for (var call : calls) {
                var _ = ServerLoad.warmUp(testbed.gateway(), testbed.sized(10, 40), List.of(source(call)));
            }
            int rounds = testbed.sized(2, 7);
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < calls.size(); i++) {
                    // In reverse order in every second round.
                    int at = round % 2 == 0 ? i : calls.size() - 1 - i;
                    if (!testbed.installation().caughtUp(DRAIN_MAX)) {
                        say("meter and servers are still busy after " + DRAIN_MAX);
                    }
                    all.get(at)
                            .add(ServerLoad.measure(testbed.gateway(), 0, testbed.sized(3, 8), source(calls.get(at))));
                }
            }
            return all;
        }

        private ServerLoad.Source source(HttpCall call) {
            var target = new LoadTarget(testbed.gateway().port(), List.of(call), List.of());
            return seconds -> load.run(target, CONNECTIONS, seconds);
        }
    }
}
