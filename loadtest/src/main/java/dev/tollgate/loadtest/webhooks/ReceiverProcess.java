package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.embedded.FreePort;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.ChildProcess;
import dev.tollgate.loadtest.environment.LocalMachine;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.receiver.ReceiverMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The mock receiver in a process of its own, with a port for healthy endpoints and one for those that may hang. */
final class ReceiverProcess implements AutoCloseable {

    private static final int PAGE = 20_000;

    private final int healthyPort = FreePort.orAny(0);
    private final int hangingPort = FreePort.orAny(0);
    private final ChildProcess process;

    ReceiverProcess(Path folder) throws IOException, InterruptedException {
        var ports = List.of(Integer.toString(healthyPort), Integer.toString(hangingPort));
        var command = LocalMachine.JavaProgram.ofThisRun(ReceiverMain.class).command(ports);
        process = ChildProcess.start(command, Map.of(), folder.resolve("receiver.log"));
        var _ = process.awaitLine(ReceiverMain.READY);
    }

    String url(String path) {
        return "http://" + HttpCall.HOST + ":" + healthyPort + path;
    }

    String urlThatMayHang(String path) {
        return "http://" + HttpCall.HOST + ":" + hangingPort + path;
    }

    /** Sets how the path responds from now on. */
    void stub(String path, String response) {
        var _ = call("answers?path=" + path + "&" + response);
    }

    void reset() {
        var _ = call("reset");
    }

    long count() {
        return call("count").path("count").asLong();
    }

    /** Everything that arrived at paths with this beginning, in order, since the last reset. */
    List<Receipt> receipts(String beginning) {
        long dropped = call("count").path("dropped").asLong();
        require(dropped == 0, "the receiver keeps every receipt, but dropped " + dropped);
        var all = new ArrayList<Receipt>();
        long count = count();
        for (long from = 0; from < count; from += PAGE) {
            call("receipts?limit=" + PAGE + "&from=" + from)
                    .forEach(receipt -> all.add(JsonTrees.convert(receipt, Receipt.class)));
        }
        return all.stream()
                .filter(receipt -> receipt.path().startsWith(beginning))
                .toList();
    }

    private JsonNode call(String command) {
        return HttpCall.get("/_control/" + command).send(healthyPort).body();
    }

    @Override
    public void close() {
        process.close();
    }
}
