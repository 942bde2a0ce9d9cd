package dev.tollgate.gateway.app;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.audit.AuditNotes;
import dev.tollgate.gateway.control.setup.McpSetups;
import dev.tollgate.gateway.credential.CredentialRows;
import dev.tollgate.gateway.credential.Policies;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.http.Connections;
import dev.tollgate.gateway.pipeline.CallExecution;
import dev.tollgate.gateway.pipeline.CallHandlers;
import dev.tollgate.gateway.pipeline.CallRecorder;
import dev.tollgate.gateway.pipeline.Deadlines;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.usage.UsageBatches;
import dev.tollgate.gateway.usage.UsageRecorder;
import dev.tollgate.gateway.workspace.WorkspaceOperations;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.PlansInUse;
import dev.tollgate.money.hold.Functions;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.kafka.Partitions;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import dev.tollgate.runtime.settings.RedisDeclaration;
import dev.tollgate.runtime.telemetry.LoopFigures;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Everything one event loop has for itself, made on that loop: connections, money, work, modules, pipeline. */
final class LoopParts {

    private final ProcessContext process;
    private final Shared shared;
    private final ContextInternal loop;
    private final Database database;
    private final Functions functions;
    private final Copies copies;
    private final Work work;
    private final OperationBus bus = new OperationBus();
    private final CallHandlers handlers = new CallHandlers(bus);
    private final AuditNotes audit;
    private final Metering metering;
    private final Policies policies;
    private final CredentialRows credentials;
    private final Pipeline pipeline;
    private final Bodies bodies;
    private final Connections connections;
    private final List<Deployable> deployed = new ArrayList<>();
    private final List<Long> timers = new ArrayList<>();

    LoopParts(ProcessContext process, Shared shared, ContextInternal loop) {
        this.process = process;
        this.shared = shared;
        this.loop = loop;
        if (!loop.inThread()) {
            throw new IllegalStateException("what a loop has for itself is made on it");
        }
        var vertx = process.vertx();
        int partitions = process.kafka().partitions();
        database = Database.open(
                vertx,
                process.postgres(),
                DatabaseRole.APP,
                process.settings().get(PostgresDeclaration.class).poolSize(),
                process.clock());
        functions = Functions.open(
                vertx, process.settings().get(RedisDeclaration.class).url());
        copies = copies(partitions);
        var holds = new Holds(vertx, functions, copies);
        audit = new AuditNotes(process.ids(), process.publisher(), partitions, process.registry());
        metering = new Metering(shared.money().prices(), shared.money().plans(), holds);
        work = new Work(
                database,
                new WorkParts(
                        process.ids(),
                        partitions,
                        process.outbox(),
                        shared.secrets().sealedAnswers(),
                        new Answers(new Problems(shared.urls())),
                        holds::release));
        var channels = new UsageBatches.Channels(process.publisher(), database, process.outbox());
        var usage = new UsageBatches(vertx, channels, partitions, process.clock());
        credentials = new CredentialRows(
                database, shared.secrets().peppers(), shared.gates().afterthoughts());
        var entrance = new Entrance(process, shared, loop, database, credentials);
        timers.add(entrance.tellUsed());
        policies = new Policies(shared.gates().lookups(), credentials::workspace);
        pipeline = entrance.pipeline(new CallExecution.Services(
                handlers,
                work,
                metering,
                new UsageRecorder(process.ids(), usage, audit),
                new CallRecorder(process.registry(), audit)));
        bodies = new Bodies(shared.listening().largeBodies());
        connections =
                new Connections(shared.listening().limits(), shared.gates().addresses());
        timers.add(vertx.setPeriodic(Deadlines.TICK.toMillis(), _ -> {
            connections.tick();
            bodies.tick();
            pipeline.tick();
        }));
        timers.add(vertx.setPeriodic(AuditNotes.TELL_MS, _ -> audit.tell()));
        show(shared.figures(), holds);
    }

    private void show(LoopFigures figures, Holds holds) {
        database.show(figures, DatabaseRole.APP);
        timers.add(figures.level(
                process.vertx(),
                new LoopFigures.Figure("tollgate.holds.waiting", "Calls that wait for their hold"),
                holds::waiting));
        timers.add(figures.count(
                process.vertx(),
                new LoopFigures.Figure("tollgate.holds.asked", "Holds that Redis was asked for"),
                holds::asked));
        timers.add(figures.count(
                process.vertx(),
                new LoopFigures.Figure("tollgate.holds.batches", "Function calls that carried them"),
                holds::batches));
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Bodies bodies() {
        return bodies;
    }

    Connections connections() {
        return connections;
    }

    Policies policies() {
        return policies;
    }

    CredentialRows credentials() {
        return credentials;
    }

    Functions functions() {
        return functions;
    }

    /** Starts every module on this very loop, and sees that nothing in the catalogue is left unanswered. */
    Future<Void> modules() {
        WorkspaceOperations.serveFromContext(handlers, metering);
        var oauth = shared.gates().oauth();
        var issuer = oauth == null ? null : oauth.issuer().issuer().url();
        new McpSetups(shared.publicUrl(), issuer).bind(handlers);
        var workshop = new Workshop(
                bus,
                work,
                database,
                new Cursors(shared.secrets().cursorKey().getBytes(), process.clock()),
                process.ids(),
                process.clock(),
                process.settings(),
                new Workshop.Money(
                        new Accounts(shared.money().plans(), process.clock()),
                        shared.money().prices(),
                        copies),
                shared.events(),
                process.registry());
        var starting = new ArrayList<Future<?>>();
        for (var module : shared.modules()) {
            var verticle = module.verticle(workshop);
            deployed.add(verticle);
            starting.add(started(verticle));
        }
        return Future.all(starting).compose(_ -> allServed());
    }

    /**
     * Connects before the first call wants to, renews the functions and loads which secrets there are; a server that is
     * away is connected to later.
     */
    Future<Void> connected() {
        var secrets = shared.gates().filter().tick(credentials);
        return Future.join(functions.load(), secrets).<Void>mapEmpty().otherwiseEmpty();
    }

    /** Fails when tenants are on plans that the settings lack; while PostgreSQL is away there is nobody to ask. */
    Future<Void> plansKnown() {
        return PlansInUse.known(database, shared.money().plans())
                .recover(cause -> cause instanceof Failure ? Future.succeededFuture() : Future.failedFuture(cause));
    }

    Future<Void> close() {
        timers.forEach(timer -> process.vertx().cancelTimer(timer));
        audit.tell();
        var closing = new ArrayList<Future<?>>();
        for (var verticle : deployed) {
            closing.add(ended(verticle));
        }
        return Future.join(closing)
                .transform(_ -> Future.join(functions.close(), database.close()).mapEmpty());
    }

    private Future<?> started(Deployable verticle) {
        try {
            return verticle.deploy(loop);
        } catch (Exception broken) {
            return Future.failedFuture(broken);
        }
    }

    private Future<?> ended(Deployable verticle) {
        try {
            return verticle.undeploy(loop);
        } catch (Exception broken) {
            return Future.failedFuture(broken);
        }
    }

    private Future<Void> allServed() {
        var unserved = new TreeSet<String>();
        shared.catalogue().faces().forEach(face -> unserved.add(face.operation().name()));
        unserved.removeAll(handlers.served());
        return unserved.isEmpty()
                ? Future.succeededFuture()
                : Future.failedFuture(new IllegalStateException("nobody on this loop answers " + unserved));
    }

    private Copies copies(int partitions) {
        return new Copies(
                database,
                functions,
                new Copies.Setup(
                        shared.money().plans(),
                        process.clock(),
                        (TenantId tenant) -> Partitions.of(tenant.value(), partitions),
                        process.outbox(),
                        shared.money().rebuilds()));
    }
}
