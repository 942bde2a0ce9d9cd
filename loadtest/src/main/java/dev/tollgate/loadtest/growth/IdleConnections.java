package dev.tollgate.loadtest.growth;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.load.HeldConnections;
import dev.tollgate.loadtest.load.LoadTarget;
import java.io.IOException;
import java.util.List;

/** Connections that have made a call each and then stay open: what they take of the gateway's memory. */
final class IdleConnections {

    private static final int MANY = 10_000;
    private static final double MIB = 1 << 20;

    private final GrowthTestbed testbed;

    IdleConnections(GrowthTestbed testbed) {
        this.testbed = testbed;
    }

    void measure(ObjectNode figures) throws IOException, InterruptedException {
        var gateway = testbed.installation().gateway();
        var token = BenchAccount.create(testbed.installation().control())
                .credential(BenchAccount.Kind.API_KEY, "tasks:read")
                .secret();
        var target = new LoadTarget(gateway.port(), List.of(HttpCall.get("/v1/workspace", token)), List.of());
        long heapBefore = ProcessProbe.liveHeapBytes(gateway.pid());
        long before = ProcessProbe.residentBytes(gateway.pid());
        try (var held = new HeldConnections()) {
            long answered = held.open(target, testbed.size().connections());
            long heap = ProcessProbe.liveHeapBytes(gateway.pid()) - heapBefore;
            long resident = ProcessProbe.residentBytes(gateway.pid()) - before;
            int open = ProcessProbe.connections(gateway.port());
            require(open >= testbed.size().connections(), "all connections are open, and not " + open);
            figures.put("connections", open)
                    .put("answered", answered)
                    .put("resident_mib", resident / MIB)
                    .put("live_heap_mib", heap / MIB)
                    .put("resident_mib_of_10000", MANY * resident / MIB / open);
        }
        say("idle connections " + figures);
    }
}
