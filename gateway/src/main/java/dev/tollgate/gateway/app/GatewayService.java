package dev.tollgate.gateway.app;

import dev.tollgate.gateway.access.InFlightLimiter;
import dev.tollgate.gateway.console.live.LiveLimiter;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.gateway.credential.LookupFilter;
import dev.tollgate.money.redis.RedisSettingsCheck;
import dev.tollgate.records.consume.ConsumerRunner;
import dev.tollgate.records.job.JobBacklog;
import dev.tollgate.records.job.JobRunner;
import dev.tollgate.runtime.process.PeriodicTasks;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.ProcessDeclaration;
import dev.tollgate.runtime.process.Service;
import io.micrometer.core.instrument.Gauge;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway as a part of a process: as many loops as the settings say, behind one port. */
public final class GatewayService implements Service {

    private static final Logger LOGGER = LoggerFactory.getLogger(GatewayService.class);

    /** How often the look-up filter is checked for completeness. */
    private static final Duration SECRETS_EVERY = Duration.ofSeconds(1);

    private final ProcessContext process;
    private final List<GatewayLoop> loops = new CopyOnWriteArrayList<>();
    private final AtomicReference<SharedState> shared = new AtomicReference<>();
    private final PeriodicTasks tasks;
    private int jobsTurn;

    GatewayService(ProcessContext process) {
        this.process = process;
        this.tasks = new PeriodicTasks(process.vertx());
    }

    @Override
    public String name() {
        return "gateway";
    }

    /** The port it listens on; once started. */
    public int port() {
        return loops.getFirst().port();
    }

    /** The port the control plane is on; once started. */
    public int controlPort() {
        return loops.getFirst().controlPort();
    }

    @Override
    public Future<Void> start() {
        return process.vertx()
                .executeBlocking(() -> SharedStateFactory.of(process))
                .compose(this::begin);
    }

    private Future<Void> begin(SharedState made) {
        shared.set(made);
        callsInFlight("app", made.gates().appPlane());
        callsInFlight("control", made.gates().controlPlane());
        var _ = Gauge.builder(
                        "tollgate.credentials.filter.secrets", made.gates().filter(), LookupFilter::size)
                .description("Secrets in the look-up filter")
                .register(process.registry());
        var _ = Gauge.builder("tollgate.console.live", made.live(), LiveLimiter::taken)
                .description("Open pages of the console that are told of changes")
                .register(process.registry());
        made.mcp().reader().show(process.registry());
        made.listening().connections().show(process.registry(), "app");
        made.listening().controlConnections().show(process.registry(), "control");
        listen(made.gates());
        var oauth = made.gates().oauth();
        if (oauth != null) {
            oauth.issuer().start();
        }
        var eventLoops = ((VertxInternal) process.vertx()).nettyEventLoopGroup().iterator();
        Future<Void> started = Future.succeededFuture();
        for (int at = 0; at < process.loops() && eventLoops.hasNext(); at++) {
            var loop = new GatewayLoop(process, made, context((EventLoop) eventLoops.next()));
            started = started.compose(_ -> {
                loops.add(loop);
                return loop.begin();
            });
        }
        process.health().add("redis", () -> loops.getFirst().redis());
        tasks.every(SECRETS_EVERY, "look-up filter", () -> loops.getFirst().secrets());
        var warmUp = made.listening().gateway().warmUp();
        return started.compose(_ -> WarmUp.run(process.vertx(), port(), warmUp))
                .<Void>mapEmpty()
                .onSuccess(_ -> {
                    startBackground();
                    LOGGER.atInfo()
                            .addKeyValue("port", port())
                            .addKeyValue("controlPort", controlPort())
                            .addKeyValue("loops", loops.size())
                            .log("gateway listens");
                });
    }

    private void callsInFlight(String plane, InFlightLimiter calls) {
        var _ = Gauge.builder("tollgate.calls.in.flight", calls, InFlightLimiter::total)
                .description("Authenticated calls in flight, by plane")
                .tag("plane", plane)
                .register(process.registry());
    }

    /** What no caller waits for. One loop of a process consumes events. */
    private void startBackground() {
        tasks.nowAndEvery(JobRunner.POLL_EVERY, "jobs", this::jobs);
        tasks.nowAndEvery(
                JobBacklog.COUNT_EVERY, "job backlog", () -> loops.getFirst().backlog());
        tasks.every(
                RedisSettingsCheck.EVERY,
                "settings of Redis",
                () -> loops.getFirst().redisSettings());
        tasks.nowAndEvery(
                ConsumerRunner.TURN_EVERY, "consumers", () -> loops.getFirst().consume());
    }

    /** The loops take turns, so that a process polls once in a while however many loops it has. */
    private Future<Void> jobs() {
        jobsTurn = (jobsTurn + 1) % loops.size();
        return loops.get(jobsTurn).jobs();
    }

    /** Every answer from now on asks the client to close its connection, and so to come back elsewhere. */
    @Override
    public void leaving() {
        var made = shared.get();
        if (made != null) {
            made.draining().set(true);
        }
    }

    /** Accepts no new connection, closes idle ones and lets calls in flight finish. */
    @Override
    public Future<Void> drain() {
        if (shared.get() == null) {
            return Future.succeededFuture();
        }
        var most = process.settings().get(ProcessDeclaration.class).drainTimeout();
        return Future.join(loops.stream().map(loop -> loop.drain(most)).toList())
                .mapEmpty();
    }

    @Override
    public Future<Void> stop() {
        var made = shared.get();
        var oauth = made == null ? null : made.gates().oauth();
        tasks.stop();
        return Future.join(loops.stream().map(GatewayLoop::end).toList())
                .eventually(() -> oauth == null
                        ? Future.succeededFuture()
                        : oauth.issuer().stop())
                .eventually(() -> made == null
                        ? Future.succeededFuture()
                        : made.blobs().store().close())
                .mapEmpty();
    }

    /** A context on this very loop, so that each loop gets one listener and no more. */
    private ContextInternal context(EventLoop loop) {
        return ((VertxInternal) process.vertx())
                .contextBuilder()
                .withEventLoop(loop)
                .build();
    }

    private void listen(SharedState.Gates gates) {
        var lookups = gates.lookups();
        process.notifications().on(AccessInvalidation.CHANNEL, payload -> {
            var ids = AccessInvalidation.ids(payload);
            secretsChanged(gates, ids);
            ids.forEach(lookups::changed);
            loops.forEach(loop -> loop.changed(ids));
        });
        process.notifications().watch(listening -> {
            if (listening) {
                lookups.listenStarted();
                gates.filter().listenStarted();
                loops.forEach(GatewayLoop::everythingMayHaveChanged);
            } else {
                lookups.listenLost();
                gates.filter().listenLost();
            }
        });
    }

    /** Before the first loop runs, what is missed is loaded with the rest. */
    private void secretsChanged(SharedState.Gates gates, List<UUID> ids) {
        if (loops.isEmpty()) {
            var _ = gates.filter().changed(ids, null);
        } else {
            loops.getFirst().secretsChanged(ids);
        }
    }
}
