package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.check.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.ChildProcess;
import dev.tollgate.loadtest.environment.LocalMachine;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.loadtest.receiver.ReceiverMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The mock receiver in a process of its own, with a port for healthy endpoints and one for those that may hang. */
final class ReceiverProcess implements AutoCloseable {

    private static final int PAGE = 20_000;

    private final int healthyPort = LocalMachine.freePort();
    private final int hangingPort = LocalMachine.freePort();
    private final HttpClient http = AppClient.connections();
    private final ChildProcess process;

    ReceiverProcess(Path folder) throws IOException, InterruptedException {
        var ports = List.of(Integer.toString(healthyPort), Integer.toString(hangingPort));
        var command = LocalMachine.java(System.getProperty("java.class.path"), ReceiverMain.class.getName(), ports);
        process = ChildProcess.start(command, Map.of(), folder.resolve("receiver.log"));
        var _ = process.awaitLine(ReceiverMain.READY);
    }

    String url(String path) {
        return "http://127.0.0.1:" + healthyPort + path;
    }

    String urlThatMayHang(String path) {
        return "http://127.0.0.1:" + hangingPort + path;
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
        try {
            var request = HttpRequest.newBuilder(URI.create(url("/_control/" + command)))
                    .build();
            return JsonTrees.read(http.send(request, BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            throw new IllegalStateException("the receiver does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.close();
    }
}
