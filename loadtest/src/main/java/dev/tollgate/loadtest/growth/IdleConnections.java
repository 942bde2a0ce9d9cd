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
import java.util.TreeMap;

/**
 * Connections that have made a call each and then stay open: what they take of the gateway's memory. Resident memory
 * shows too little of it at a gateway that has room from before, and at a fresh one also what its first calls load. So
 * the greater of resident memory and live heap is judged; at a fresh gateway it is an upper bound.
 */
final class IdleConnections {

    private static final double MIB = 1 << 20;

    private final GrowthTestbed testbed;

    IdleConnections(GrowthTestbed testbed) {
        this.testbed = testbed;
    }

    void measure(ObjectNode figures) throws IOException, InterruptedException {
        var gateway = testbed.installation().gateway();
        int count = testbed.size().connections();
        var token = BenchAccount.create(testbed.installation().control())
                .credential(BenchAccount.Kind.API_KEY, "tasks:read")
                .secret();
        var target = new LoadTarget(gateway.port(), List.of(HttpCall.get("/v1/workspace", token)), List.of());
        long heapBefore = ProcessProbe.liveHeapBytes(gateway.pid());
        long residentBefore = ProcessProbe.residentBytes(gateway.pid());
        try (var held = new HeldConnections()) {
            var answers = held.open(target, count);
            long heap = ProcessProbe.liveHeapBytes(gateway.pid()) - heapBefore;
            long resident = ProcessProbe.residentBytes(gateway.pid()) - residentBefore;
            int open = ProcessProbe.connections(gateway.port());
            require(open >= count, "all connections are open, and not " + open);
            figures.put("connections", count);
            write(answers, figures);
            writeMemory(resident, heap, figures);
        }
        say("idle connections " + figures);
    }

    private static void write(HeldConnections.FirstAnswers answers, ObjectNode figures) {
        figures.put("succeeded", answers.succeeded()).put("failed", answers.failed());
        var errors = figures.putObject("errors");
        new TreeMap<>(answers.errors()).forEach((status, count) -> errors.put(status.toString(), count));
    }

    /** Writes both and the greater of them. */
    static void writeMemory(long residentBytes, long heapBytes, ObjectNode figures) {
        figures.put("resident_mib", residentBytes / MIB)
                .put("live_heap_mib", heapBytes / MIB)
                .put("memory_mib", Math.max(residentBytes, heapBytes) / MIB);
    }
}
