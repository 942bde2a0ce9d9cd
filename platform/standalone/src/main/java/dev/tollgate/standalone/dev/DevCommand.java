package dev.tollgate.standalone.dev;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.embedded.EmbeddedServers;
import dev.tollgate.embedded.Options;
import dev.tollgate.gateway.app.ControlDeclaration;
import dev.tollgate.runtime.process.RunningProcess;
import dev.tollgate.runtime.settings.Settings;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Everything in one JVM: the servers, every part, the demo. Runs until it is interrupted, then drains. */
@Command(name = "dev", description = "everything on this machine: PostgreSQL, Redis, Kafka, all parts, a demo tenant")
public final class DevCommand implements Callable<Integer> {
    private static final Set<String> PARTS = Set.of("gateway", "billing-meter", "webhook-dispatcher", DemoFactory.PART);
    private static final int STOP_MAX_S = 60;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${sys:tollgate.gateway.port:-${env:TOLLGATE_GATEWAY_PORT:-8080}}",
            description = "default ${DEFAULT-VALUE}; 0 takes a free one")
    private int port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "${sys:tollgate.management.port:-${env:TOLLGATE_MANAGEMENT_PORT:-9090}}",
            description = "default ${DEFAULT-VALUE}; 0 takes a free one")
    private int managementPort;

    @Option(names = "--fresh", description = "deletes all data of earlier runs first")
    private boolean fresh;

    @Option(names = "--demo", description = "fills the demo workspace with the records of a small company")
    private boolean company;

    @Option(names = "--once", description = "stop as soon as everything is ready")
    private boolean once;

    @Option(
            names = "--then",
            paramLabel = "COMMAND",
            description = "runs this in a shell as soon as everything is ready, and stops when it ends")
    private @Nullable String then;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private @Nullable EmbeddedServers servers;
    private @Nullable RunningProcess process;

    @Override
    public Integer call() throws InterruptedException, IOException {
        var folder = DevFolder.ofProcess();
        logTo(folder);
        InstantSource clock = Clock.systemUTC();
        var progress = new Progress(spec.commandLine().getOut(), clock);
        port = PortCheck.chosen(port);
        managementPort = PortCheck.chosen(managementPort);
        if (fresh) {
            folder.wipe();
            folder.makeLog();
        }
        stopAtEnd(progress);
        progress.step("starting PostgreSQL, Redis and Kafka in " + folder.path());
        var started = EmbeddedServers.start(Options.kept(folder.servers()).withPorts(folder.lastPorts()));
        servers = started;
        folder.keepPorts(started.addresses());
        progress.step("servers are up; starting schema, parts and demo");
        var settings = prepare(folder, started);
        var attempts = new StartAttempts(clock, progress::step, DevCommand::pause, folder.log());
        process = attempts.run(left -> waited(RunningProcess.start(PARTS, settings, clock, left)));
        var facts = DevFacts.of(folder).orElseThrow();
        if (company) {
            fillCompany(facts, clock, progress);
        }
        var signIn = attempts.run(_ -> signInLink(facts));
        progress.line(Banner.text(facts, signIn, folder, progress.seconds()));
        if (then != null) {
            var command = new ProcessBuilder("/bin/sh", "-c", then).inheritIO();
            command.environment().put("TOLLGATE_HOME", folder.path().toString());
            return command.start().waitFor();
        }
        if (!once) {
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private static void fillCompany(DevFacts facts, InstantSource clock, Progress progress) {
        progress.step("filling the demo workspace");
        try (var control = new ControlPlane(facts.control(), facts.operatorToken())) {
            int calls = new DemoCompany(control, facts, clock).fill();
            progress.step(calls == 0 ? "the demo company is there already" : "made by " + calls + " calls");
        }
    }

    /** A link that signs the operator in to the console: works once, for 15 minutes. */
    private static String signInLink(DevFacts facts) {
        try (var control = new ControlPlane(facts.control(), facts.operatorToken())) {
            var nothing = JsonNodeFactory.instance.objectNode();
            return control.callAs(facts.operatorToken(), "POST", facts.console() + "/sign-in/links", nothing)
                    .data()
                    .path("url")
                    .asText();
        }
    }

    /** The log configuration is read when the first logger is made: before anything that logs. */
    private static void logTo(DevFolder folder) {
        folder.makeLog();
        System.setProperty("dev.log.file", folder.log().toString());
        System.setProperty("logback.configurationFile", "logback-dev.xml");
    }

    private Settings prepare(DevFolder folder, EmbeddedServers started) {
        var secrets = DevSecrets.of(folder);
        DevSettings.write(folder, started.addresses(), secrets, DevFacts.base(port));
        var ports = new HashMap<String, String>();
        ports.put("tollgate.gateway.port", Integer.toString(port));
        ports.put("tollgate.management.port", Integer.toString(managementPort));
        int controlPort =
                settings(folder, ports).get(ControlDeclaration.class).port().orElse(port);
        ports.put("tollgate.control.public-url", DevFacts.base(controlPort));
        var facts = DevFacts.at(port, controlPort, managementPort, secrets.operatorToken());
        DevFacts.of(folder).map(facts::withDemoOf).orElse(facts).write(folder);
        return settings(folder, ports);
    }

    private static Settings settings(DevFolder folder, Map<String, String> ports) {
        return Settings.load(LaunchedSources.of(folder.settings(), ports));
    }

    private static void pause() {
        LockSupport.parkNanos(RETRY_AFTER.toNanos());
    }

    private static RunningProcess waited(Future<RunningProcess> start) {
        try {
            return start.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void stopAtEnd(Progress progress) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(progress), "stop"));
    }

    private void stop(Progress progress) {
        var running = process;
        if (running != null) {
            progress.line("Draining ...");
            try {
                var _ = running.stop()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .orTimeout(STOP_MAX_S, TimeUnit.SECONDS)
                        .join();
            } catch (CompletionException e) {
                progress.line("The parts did not stop in time: " + e.getMessage());
            }
        }
        var open = servers;
        if (open != null) {
            open.close();
            progress.line("Stopped; data is kept.");
        }
    }
}
