package dev.tollgate.standalone.dev;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.embedded.FreePort;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.standalone.Tollgate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The command line in a process of its own, as a user starts it, with its data in a folder of the test's. */
public final class DevProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    public final Path home;
    public final int port;
    final int managementPort;
    final Process process;
    private final Path output;
    private final HttpClient http = HttpClient.newHttpClient();

    private DevProcess(
            Path folder, int port, int managementPort, Map<String, String> environment, List<String> arguments)
            throws IOException {
        this.home = home(folder);
        this.port = port;
        this.managementPort = managementPort;
        this.output = Files.createTempFile(folder, "output", ".log");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx700m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Tollgate.class.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("TOLLGATE_HOME", home.toString());
        builder.environment().putAll(environment);
        this.process = builder.start();
    }

    private static Path home(Path folder) {
        return folder.resolve(".tollgate");
    }

    /** On an installation that was started before. */
    public static DevProcess resumed(Path folder, String... more) throws IOException {
        PreparedHome.copy(home(folder));
        return start(folder, more);
    }

    /** From nothing. */
    public static DevProcess start(Path folder, String... more) throws IOException {
        return start(folder, FreePort.orAny(0), more);
    }

    static DevProcess start(Path folder, int port, String... more) throws IOException {
        int managementPort = FreePort.orAny(0);
        var options = new ArrayList<>(List.of(
                "dev", "--port", Integer.toString(port), "--management-port", Integer.toString(managementPort)));
        options.addAll(List.of(more));
        return new DevProcess(folder, port, managementPort, Map.of(), options);
    }

    /** On an installation that was started before, with these variables besides. */
    public static DevProcess resumedWith(Path folder, Map<String, String> environment) throws IOException {
        PreparedHome.copy(home(folder));
        return with(folder, environment);
    }

    private static DevProcess with(Path folder, Map<String, String> environment) throws IOException {
        int port = FreePort.orAny(0);
        int managementPort = FreePort.orAny(0);
        var options =
                List.of("dev", "--port", Integer.toString(port), "--management-port", Integer.toString(managementPort));
        return new DevProcess(folder, port, managementPort, environment, options);
    }

    /** With its ports in the environment. */
    static DevProcess byEnvironment(Path folder, int port, int managementPort) throws IOException {
        var environment = Map.of(
                "TOLLGATE_GATEWAY_PORT", Integer.toString(port),
                "TOLLGATE_MANAGEMENT_PORT", Integer.toString(managementPort));
        return new DevProcess(folder, port, managementPort, environment, List.of("dev"));
    }

    /** Another command, which is started with the same home. */
    DevProcess command(String... arguments) throws IOException {
        return new DevProcess(home.getParent(), port, managementPort, Map.of(), List.of(arguments));
    }

    public DevProcess awaitReady() throws Exception {
        var ready = URI.create("http://localhost:" + managementPort + "/health/ready");
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(ready)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException("not ready: " + output() + log());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return this;
    }

    private boolean answers(URI uri) throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    public HttpResponse<String> get(String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    public JsonNode facts() throws IOException {
        return Json.MAPPER.readTree(home.resolve("dev.json").toFile());
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    private String log() throws IOException {
        var log = home.resolve("dev.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("did not end");
        }
        return process.exitValue();
    }

    /** Ctrl-C, as a program sends it. */
    int interrupt() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        var _ = awaitEnd();
        http.close();
    }
}
