package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.DoubleStream;

/** The metrics of a part, as Prometheus reads them. */
public record MetricsEndpoint(int managementPort) {

    /** The values of a metric, one for each combination of tags. */
    public DoubleStream values(String metric) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + managementPort + "/metrics");
        try (var http = HttpClient.newHttpClient()) {
            var found = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(metric))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .toArray();
            if (found.length == 0) {
                throw new IOException("no " + metric + " at " + uri);
            }
            return DoubleStream.of(found);
        }
    }
}
