package dev.tollgate.loadtest.hostile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The longest that an event loop of the gateway was held since the last look, by the delay of its timers. */
final class LoopHold {

    private static final String METRIC = "tollgate_loop_lag_seconds";
    private static final double SECOND_MS = 1e3;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;

    LoopHold(int managementPort) {
        this.metrics = URI.create("http://127.0.0.1:" + managementPort + "/metrics");
    }

    double longestMs() throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(metrics).GET().build(), HttpResponse.BodyHandlers.ofString());
        return SECOND_MS
                * answer.body()
                        .lines()
                        .filter(line -> line.startsWith(METRIC))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .max()
                        .orElseThrow(() -> new IOException("no " + METRIC + " at " + metrics));
    }
}
