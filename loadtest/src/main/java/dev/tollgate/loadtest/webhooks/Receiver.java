package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.Child;
import dev.tollgate.loadtest.environment.Jvm;
import dev.tollgate.loadtest.environment.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The mock receiver in a process of its own, on two ports: one for the healthy, one for those that may hang. */
final class Receiver implements AutoCloseable {

    private static final String MAIN = "dev.tollgate.loadtest.receiver.ReceiverMain";
    private static final String READY = "receiver ready";
    private static final int PAGE = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int healthyPort = Ports.free();
    private final int hangingPort = Ports.free();
    private final HttpClient http = AppClient.connections();
    private final Child process;

    Receiver(String classPath, Path folder) throws IOException, InterruptedException {
        var command = new ArrayList<>(Jvm.command(classPath));
        command.addAll(List.of(MAIN, Integer.toString(healthyPort), Integer.toString(hangingPort)));
        process = Child.start(command, Map.of(), folder, folder.resolve("receiver.log"));
        var _ = process.awaitLine(READY);
    }

    String url(String path) {
        return "http://127.0.0.1:" + healthyPort + path;
    }

    String urlThatMayHang(String path) {
        return "http://127.0.0.1:" + hangingPort + path;
    }

    /** From now on the path answers so. */
    void tell(String path, String answer) {
        var _ = call("/_control/answers?path=" + path + "&" + answer);
    }

    void reset() {
        var _ = call("/_control/reset");
    }

    long count() {
        return call("/_control/count").path("count").asLong();
    }

    /** Everything that came to paths that begin so, in order, since the last reset. */
    List<Receipt> receipts(String beginning) {
        long dropped = call("/_control/count").path("dropped").asLong();
        require(dropped == 0, "the receiver has kept what came, but " + dropped + " receipts are gone");
        var all = new ArrayList<Receipt>();
        long from = 0;
        while (true) {
            var page = call("/_control/receipts?limit=" + PAGE + "&from=" + from);
            for (var one : page) {
                if (one.path("path").asText().startsWith(beginning)) {
                    all.add(Receipt.of(one));
                }
            }
            from += page.size();
            if (page.size() < PAGE) {
                return List.copyOf(all);
            }
        }
    }

    private JsonNode call(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url(path))).build();
            return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
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
