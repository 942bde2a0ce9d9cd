package dev.tollgate.runtime.process;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.telemetry.Health;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some parts, running together. They start one after the other, and drain and stop in the reverse order; started parts
 * are stopped when a later one fails.
 */
public final class RunningProcess {
    /** All parts together. */
    static final Duration START_MAX = Duration.ofSeconds(120);

    /** All parts together, once drained. */
    static final Duration STOP_MAX = Duration.ofSeconds(10);

    /** Maximum time from the request to stop to the end of the process, beyond grace and drain time. */
    public static final Duration END_MAX = STOP_MAX.multipliedBy(2);

    private static final Logger LOGGER = LoggerFactory.getLogger(RunningProcess.class);

    private final Vertx vertx;
    private final ProcessInfrastructure infrastructure;
    private final Deque<Service> started = new ArrayDeque<>();
    private final ProcessDeclaration declared;
    private final ProcessReporter reporter;

    private RunningProcess(
            Vertx vertx, ProcessInfrastructure infrastructure, ProcessDeclaration declared, Set<String> parts) {
        this.vertx = vertx;
        this.infrastructure = infrastructure;
        this.declared = declared;
        this.reporter = new ProcessReporter(infrastructure.context, parts);
    }

    /**
     * Starts the parts with these names; completes when all are ready. Fails with the first fault, after stopping what
     * had started.
     */
    public static Future<RunningProcess> start(Set<String> parts, Settings settings, InstantSource clock) {
        return start(parts, settings, clock, START_MAX);
    }

    /**
     * The same with another bound.
     *
     * @param startMax for all parts together
     */
    public static Future<RunningProcess> start(
            Set<String> parts, Settings settings, InstantSource clock, Duration startMax) {
        var declared = settings.get(ProcessDeclaration.class);
        var loops = declared.loops() == 0 ? Runtime.getRuntime().availableProcessors() : declared.loops();
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
        var outcome = Promise.<RunningProcess>promise(); // of no loop: it outlives them when the start fails
        ProcessInfrastructure.open(vertx, loops, settings, clock)
                .onFailure(cause -> vertx.close().onComplete(_ -> outcome.fail(cause)))
                .onSuccess(infrastructure -> startParts(
                        new RunningProcess(vertx, infrastructure, declared, parts), parts, startMax, outcome));
        return outcome.future();
    }

    private static void startParts(
            RunningProcess process, Set<String> parts, Duration startMax, Promise<RunningProcess> outcome) {
        Future.succeededFuture()
                .compose(_ -> process.startAll(services(parts, process.context()), startMax))
                .onSuccess(_ -> {
                    process.reporter.start();
                    outcome.complete(process);
                })
                .onFailure(cause -> process.stop().onComplete(_ -> outcome.fail(cause)));
    }

    public ProcessContext context() {
        return infrastructure.context;
    }

    public int managementPort() {
        return infrastructure.management().port();
    }

    /** From {@link #stop()} to its end, at the latest. */
    public Duration stopMax() {
        return declared.drainGrace().plus(declared.drainTimeout()).plus(END_MAX);
    }

    /**
     * Is not ready from now on, goes on to serve for the grace, drains, then stops, each within its bound; never fails.
     */
    public Future<Void> stop() {
        var grace = context().health().phase() == Health.Phase.READY ? declared.drainGrace() : Duration.ZERO;
        context().health().phase(Health.Phase.DRAINING);
        var services = List.copyOf(started);
        services.forEach(Service::leaving);
        LOGGER.atInfo().addKeyValue("graceMs", grace.toMillis()).log("process draining");
        var closed = Promise.<Void>promise(); // of no loop, for none is left to tell
        after(grace)
                .compose(_ -> all(services, "drain", Service::drain, declared.drainTimeout()))
                .compose(_ -> all(services, "stop", Service::stop, STOP_MAX))
                .transform(_ -> reporter.stop().timeout(STOP_MAX.toSeconds(), TimeUnit.SECONDS))
                .transform(_ -> infrastructure.stop().timeout(STOP_MAX.toSeconds(), TimeUnit.SECONDS))
                .onComplete(_ -> vertx.close().onComplete(closed));
        return closed.future();
    }

    private Future<Void> after(Duration grace) {
        return grace.isZero()
                ? Future.succeededFuture()
                : vertx.timer(grace.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    /** One after the other, and all of them within the bound. */
    private static Future<Void> all(
            List<Service> services, String step, Function<Service, Future<Void>> action, Duration max) {
        var untilNanos = System.nanoTime() + max.toNanos();
        return oneByOne(
                services,
                service ->
                        within(service, step, action.apply(service), Duration.ofNanos(untilNanos - System.nanoTime())));
    }

    private static List<Service> services(Set<String> parts, ProcessContext context) {
        var factories = ServiceLoader.load(ServiceFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> parts.contains(factory.part()))
                .sorted(Comparator.comparingInt(ServiceFactory::order))
                .toList();
        var services = new ArrayList<Service>();
        factories.forEach(factory -> services.addAll(factory.create(context)));
        return services;
    }

    private Future<Void> startAll(List<Service> services, Duration max) {
        var untilNanos = System.nanoTime() + max.toNanos();
        return oneByOne(services, service -> {
                    started.push(service);
                    var left = Duration.ofNanos(untilNanos - System.nanoTime());
                    return service.start()
                            .timeout(Math.max(1, left.toMillis() + 1), TimeUnit.MILLISECONDS)
                            .recover(cause -> Future.failedFuture(
                                    System.nanoTime() - untilNanos < 0
                                            ? new StartFailed(service.name(), cause)
                                            : StartFailed.late(service.name(), max)));
                })
                .onSuccess(_ -> context().health().phase(Health.Phase.READY));
    }

    private static Future<Void> oneByOne(List<Service> services, Function<Service, Future<Void>> step) {
        var last = Future.<Void>succeededFuture();
        for (var service : services) {
            last = last.compose(_ -> step.apply(service));
        }
        return last;
    }

    private static Future<Void> within(Service service, String step, Future<Void> end, Duration max) {
        return end.timeout(Math.max(1, max.toMillis()), TimeUnit.MILLISECONDS)
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("service", service.name())
                        .addKeyValue("step", step)
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("service did not stop in time"))
                .otherwiseEmpty();
    }
}
