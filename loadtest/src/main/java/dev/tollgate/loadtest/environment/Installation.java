package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.loadtest.client.ControlClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An installation of its own in a folder of its own: {@code bin/tollgate dev} in one process, with its real servers,
 * and as many further gateway processes as asked for. Everything listens on loopback and ends with this object.
 */
public final class Installation implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    /** The plan of the runs: nothing included, no cap in the way, rates that never refuse. */
    private static final Map<String, String> BENCH_PLAN = Map.of(
            "INCLUDED_MICROS", "0",
            "CAP_MICROS", "1000000000000",
            "TENANT_RATE", "10000",
            "CREDENTIAL_RATE", "10000");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path launcher;
    private final Path folder;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final List<Gateway> gateways = new ArrayList<>();
    private Process dev;

    /** A further gateway process. */
    private record Gateway(Process process, int port, int managementPort) {
        URI uri() {
            return URI.create("http://127.0.0.1:" + port);
        }
    }

    private Installation(Path launcher, Path folder) throws IOException, InterruptedException {
        this.launcher = launcher;
        this.folder = folder;
        this.dev = startDev();
    }

    /** Starts one, ready for calls. The folder should be empty: its data is the installation's. */
    public static Installation start(Path launcher, Path folder, int moreGateways)
            throws IOException, InterruptedException {
        var installation = new Installation(launcher, folder);
        for (int i = 0; i < moreGateways; i++) {
            installation.startGateway(Ports.free(), Ports.free());
        }
        return installation;
    }

    /** The app plane of every gateway; the first is the one inside the dev process. */
    public List<URI> gateways() {
        var all = new ArrayList<URI>();
        all.add(URI.create("http://127.0.0.1:" + port));
        gateways.forEach(gateway -> all.add(gateway.uri()));
        return List.copyOf(all);
    }

    public ControlClient control() throws IOException {
        return new ControlClient(
                gateways().getFirst(), facts().path("operator_token").asText());
    }

    /** Ends the dev process and its servers at once, as a power cut would. */
    public void kill() throws InterruptedException {
        dev.destroyForcibly();
        dev.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
    }

    /** Starts the dev process again on the data it left. */
    public void restart() throws IOException, InterruptedException {
        dev = startDev();
    }

    /** Ends the last of the further gateways at once, as a power cut would. */
    public void killLastGateway() throws InterruptedException {
        var process = gateways.getLast().process();
        process.destroyForcibly();
        process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS);
    }

    /** Starts it again on the same ports. */
    public void restartLastGateway() throws IOException, InterruptedException {
        var last = gateways.removeLast();
        startGateway(last.port(), last.managementPort());
    }

    /** What the metrics of the last of the further gateways say of a counter, all its tags together. */
    public long lastGatewayMetric(String counter) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + gateways.getLast().managementPort() + "/metrics");
        try (var http = HttpClient.newHttpClient()) {
            return (long) http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(counter))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /** What {@code bin/tollgate reconcile} prints and how it ends. */
    public Reconciled reconcile() throws IOException, InterruptedException {
        var process = command("reconcile", "--settings", settings().toString())
                .redirectErrorStream(true)
                .start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Reconciled(process.waitFor(), printed.strip());
    }

    /** How reconcile ended; exit code 0 means zero drift. */
    public record Reconciled(int exitCode, String printed) {}

    @Override
    public void close() {
        gateways.forEach(gateway -> gateway.process().destroy());
        dev.destroy();
        gateways.forEach(gateway -> stop(gateway.process()));
        stop(dev);
    }

    private static void stop(Process process) {
        try {
            if (process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private Process startDev() throws IOException, InterruptedException {
        var process = command(
                        "dev", "--port", String.valueOf(port), "--management-port", String.valueOf(managementPort))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dev.log").toFile())
                .start();
        awaitReady(process, managementPort, folder.resolve("dev.log"));
        return process;
    }

    private void startGateway(int appPort, int ownManagementPort) throws IOException, InterruptedException {
        var log = folder.resolve("gateway-" + appPort + ".log");
        var process = command(
                        "gateway",
                        "--settings",
                        settings().toString(),
                        "--port",
                        String.valueOf(appPort),
                        "--management-port",
                        String.valueOf(ownManagementPort))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        gateways.add(new Gateway(process, appPort, ownManagementPort));
        awaitReady(process, ownManagementPort, log);
    }

    private ProcessBuilder command(String... arguments) {
        var command = new ArrayList<String>();
        command.add(launcher.toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        var environment = builder.environment();
        environment.put("TOLLGATE_HOME", folder.resolve(".tollgate").toString());
        environment.put("TOLLGATE_TRUSTED_PROXIES", "127.0.0.1/32");
        BENCH_PLAN.forEach((term, value) -> environment.put("TOLLGATE_PLANS_BENCH_" + term, value));
        return builder;
    }

    private Path settings() {
        return folder.resolve(".tollgate/servers.yaml");
    }

    private JsonNode facts() throws IOException {
        return JSON.readTree(Files.readString(folder.resolve(".tollgate/dev.json")));
    }

    private static void awaitReady(Process process, int managementPort, Path log)
            throws IOException, InterruptedException {
        var http = HttpClient.newHttpClient();
        var ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long end = System.nanoTime() + START_MAX.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IOException("ended at once:\n" + Files.readString(log));
            }
            try {
                if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // nothing listens yet
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        process.destroyForcibly();
        throw new IOException("not ready after " + START_MAX + ":\n" + Files.readString(log));
    }
}
