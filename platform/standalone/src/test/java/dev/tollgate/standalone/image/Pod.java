package dev.tollgate.standalone.image;

import dev.tollgate.embedded.FreePort;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.credential.OperatorTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A workload's container as a process of its own on this machine: the image's command, the manifest's arguments and
 * environment, nobody's rights, a root that cannot be written to. Only where the servers are is this machine's.
 */
final class Pod implements AutoCloseable {
    static final OperatorTokens.Minted OPERATOR = OperatorTokens.mint("tester", new SecureRandom());
    private static final Path SCRIPT = Path.of("src/test/resources/as-in-a-pod.sh");
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration PAUSE = Duration.ofMillis(50);

    final int port = FreePort.orAny(0);
    final int managementPort = FreePort.orAny(0);
    final Process process;
    private final Path output;
    private final HttpClient http = HttpClient.newHttpClient();

    Pod(String workload, String database, Map<String, String> more) throws IOException {
        output = Files.createTempFile(workload, ".log");
        output.toFile().deleteOnExit();
        var tmp = Files.createTempDirectory("tmp");
        tmp.toFile().deleteOnExit();
        Files.setPosixFilePermissions(tmp, PosixFilePermissions.fromString("rwxrwxrwx"));
        var command = new ArrayList<>(List.of("sh", SCRIPT.toAbsolutePath().toString(), tmp.toString()));
        @SuppressWarnings("unchecked")
        var arguments = (List<String>) Manifests.container(workload).get("args");
        command.addAll(Image.command(arguments.toArray(String[]::new)));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TOLLGATE_"));
        builder.environment().putAll(Manifests.environment(workload));
        builder.environment().putAll(here(database));
        builder.environment().replace("TOLLGATE_OPERATORS_0__TOKEN_HASH", OPERATOR.tokenHash());
        builder.environment().putAll(more);
        process = builder.start();
    }

    private Map<String, String> here(String database) {
        var addresses = TestServers.shared().addresses();
        var postgres = addresses.postgres();
        return Map.of(
                "TOLLGATE_POSTGRES_HOST", postgres.host(),
                "TOLLGATE_POSTGRES_PORT", Integer.toString(postgres.port()),
                "TOLLGATE_POSTGRES_DATABASE", database,
                "TOLLGATE_POSTGRES_USER", postgres.user(),
                "TOLLGATE_POSTGRES_PASSWORD", postgres.password(),
                "TOLLGATE_REDIS_URL", addresses.redisUrl(),
                "TOLLGATE_KAFKA_BOOTSTRAP_SERVERS", addresses.kafkaBootstrap(),
                "TOLLGATE_GATEWAY_PORT", Integer.toString(port),
                "TOLLGATE_MANAGEMENT_PORT", Integer.toString(managementPort));
    }

    /** The status that the management listener answers with; 0 where nobody listens. */
    int probe(String path) {
        try {
            return get(path).statusCode();
        } catch (IOException nobody) {
            return 0;
        }
    }

    HttpResponse<String> get(String path) throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
    }

    Pod awaitReady(String path) throws IOException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (probe(path) != 200) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new AssertionError("not ready: " + log());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return this;
    }

    int awaitEnd() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + log());
        }
        return process.exitValue();
    }

    String log() throws IOException {
        return Files.readString(output);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.close();
    }
}
