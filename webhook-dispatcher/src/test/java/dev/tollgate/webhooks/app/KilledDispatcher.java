package dev.tollgate.webhooks.app;

import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A dispatcher in a process of its own, which a test may kill at any time. */
final class KilledDispatcher {

    private static final String READY = "dispatcher ready";

    private KilledDispatcher() {}

    /** Starts one on the servers of the bench, and comes back when it reads. */
    static Process start(EngineBench bench) throws IOException {
        var at = bench.database.settings;
        var process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledDispatcher.class.getName(),
                        at.host(),
                        Integer.toString(at.port()),
                        at.database(),
                        at.user(),
                        at.password(),
                        bench.redisUrl(),
                        bench.kafka.bootstrapServers()))
                .redirectErrorStream(true)
                .start();
        var lines = process.inputReader();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(READY)) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
                return process;
            }
        }
        throw new IllegalStateException("the dispatcher did not start");
    }

    /** As the kernel does it. */
    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the dispatcher does not die");
        }
    }

    /** Arguments: host, port, database, user and password of PostgreSQL, Redis, Kafka. */
    public static void main(String[] arguments) throws IOException {
        var vertx = Vertx.vertx();
        var postgres = new PostgresSettings(
                arguments[0], Integer.parseInt(arguments[1]), arguments[2], arguments[3], arguments[4]);
        var notifications = new Notifications(vertx, postgres, DatabaseRole.APP, InstantSource.system());
        notifications
                .start()
                .compose(_ -> vertx.deployVerticle(new EngineSetup.Running(EngineSetup.parts(
                        new EngineSetup.Servers(postgres, arguments[5], arguments[6]),
                        EngineSetup.HASTY,
                        notifications))))
                .onSuccess(_ -> System.out.println(READY))
                .onFailure(broken -> {
                    System.out.println(broken);
                    Runtime.getRuntime().halt(1);
                });
        while (System.in.read() >= 0) {
            // the parent process is still alive
        }
        Runtime.getRuntime().halt(0);
    }
}
