package dev.tollgate.gateway.app;

import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.audit.RefusalAggregator;
import dev.tollgate.gateway.credential.ActorScopeRows;
import dev.tollgate.gateway.credential.CredentialRows;
import dev.tollgate.gateway.credential.McpPolicyCache;
import dev.tollgate.gateway.files.FileRequests;
import dev.tollgate.gateway.http.BodyReader;
import dev.tollgate.gateway.http.HttpConnections;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.identity.CodeSignIn;
import dev.tollgate.gateway.pipeline.CallExecution;
import dev.tollgate.gateway.pipeline.CallHandlers;
import dev.tollgate.gateway.pipeline.CallRecorder;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.usage.UsageBatches;
import dev.tollgate.gateway.usage.UsageRecorder;
import dev.tollgate.money.redis.RedisCounts;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.consume.EventConsumers;
import dev.tollgate.records.job.JobParts;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.table.RecordNames;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.memory.Deadlines;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import dev.tollgate.runtime.telemetry.LoopGauges;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything one event loop has for itself, made on that loop: connections, money, work, modules, pipeline. */
final class LoopParts {

    private final ProcessContext process;
    private final SharedState shared;
    private final Database database;
    private final LoopMoney money;
    private final Work work;
    private final LoopJobs jobs;
    private final LoopFiles files;
    private final PlatformContext context;
    private final OperationBus bus = new OperationBus();
    private final CallHandlers handlers = new CallHandlers(bus);
    private final RefusalAggregator audit;
    private final McpPolicyCache policies;
    private final @Nullable CodeSignIn codeSignIn;
    private final CredentialRows credentials;
    private final Pipeline pipeline;
    private final BodyReader bodies;
    private final HttpConnections connections;
    private final LoopModules modules;
    private final List<Long> timers = new ArrayList<>();
    private final List<LoopGauges.Shown> shown;

    LoopParts(ProcessContext process, SharedState shared, ContextInternal loop) {
        this.process = process;
        this.shared = shared;
        if (!loop.inThread()) {
            throw new IllegalStateException("the parts of a loop must be created on its event loop");
        }
        modules = new LoopModules(shared, loop, handlers);
        var vertx = process.vertx();
        int partitions = process.kafka().partitions();
        database = Database.open(
                vertx,
                process.postgres(),
                DatabaseRole.APP,
                process.settings().get(PostgresDeclaration.class).poolSize(),
                process.clock());
        money = new LoopMoney(process, shared, database);
        audit = new RefusalAggregator(process.ids(), process.publisher(), partitions, process.registry());
        work = new Work(
                database,
                new WorkParts(
                        process.ids(),
                        partitions,
                        process.outbox(),
                        shared.secrets().sealedAnswers(),
                        new AnswerWriter(new Problems(shared.urls())),
                        money.holds()::release));
        files = new LoopFiles(process, shared, money.functions());
        context = context();
        jobs = LoopJobs.of(process, shared, context);
        var channels = new UsageBatches.Channels(
                process.publisher(), database, process.outbox(), process.kafka().durable());
        var usage = new UsageBatches(vertx, channels, shared.usage(), process.clock());
        credentials = new CredentialRows(
                database, shared.secrets().peppers(), shared.gates().writeBehind());
        var entrance = new AuthenticatorFactory(process, shared, loop, database, credentials);
        timers.add(entrance.startWriteBehind());
        codeSignIn = entrance.codeSignIn();
        policies = new McpPolicyCache(shared.gates().lookups(), credentials::workspace);
        pipeline = entrance.pipeline(new CallExecution.Services(
                handlers,
                work,
                money.metering(),
                new UsageRecorder(process.ids(), usage, audit),
                new CallRecorder(process.registry(), audit)));
        bodies = new BodyReader(
                shared.listening().largeBodies(), shared.listening().bodyMemory());
        connections =
                new HttpConnections(shared.listening().unread(), shared.gates().addresses(), shared.draining()::get);
        timers.add(vertx.setPeriodic(Deadlines.TICK.toMillis(), _ -> {
            connections.tick();
            bodies.tick();
            pipeline.tick();
        }));
        timers.add(vertx.setPeriodic(RefusalAggregator.TELL_MS, _ -> audit.tell()));
        shown = LoopFigures.show(vertx, shared.figures(), database, money.holds(), pipeline.overload(), connections);
    }

    Pipeline pipeline() {
        return pipeline;
    }

    /** PostgreSQL in the role of calls. */
    Database database() {
        return database;
    }

    /** Names of records, for the answers of tools. */
    RecordNames names() {
        return new RecordNames(database);
    }

    BodyReader bodies() {
        return bodies;
    }

    HttpConnections connections() {
        return connections;
    }

    McpPolicyCache policies() {
        return policies;
    }

    /** Sign-in of people for the console; null where no identity provider knows it. */
    @Nullable CodeSignIn codeSignIn() {
        return codeSignIn;
    }

    CredentialRows credentials() {
        return credentials;
    }

    RedisFunctions functions() {
        return money.functions();
    }

    private PlatformContext context() {
        return new PlatformContext(
                bus,
                work,
                new Jobs(new JobParts(
                        work, database, process.ids(), process.clock(), process.registry(), money.jobCharges())),
                new EventConsumers(work, shared.events(), process.ids(), process.clock(), process.registry()),
                database,
                new Cursors(shared.secrets().cursorKey().getBytes(), process.clock()),
                process.ids(),
                process.clock(),
                process.settings(),
                money.forModules(),
                shared.events(),
                process.registry(),
                shared.kept(),
                shared.blobs(),
                files.routes(),
                new ActorScopeRows(database));
    }

    /** Takes the requests of the signed routes of files. */
    FileRequests fileRequests(ProblemResponses problems) {
        return files.requests(database, money.metering(), problems);
    }

    /** Durable jobs, and consumers of events. */
    LoopJobs jobs() {
        return jobs;
    }

    /** Starts every module on this very loop, and sees that nothing in the catalogue is left unanswered. */
    Future<Void> modules() {
        OwnHandlers.serveFromContext(shared, handlers, money.metering());
        OwnHandlers.serve(shared, context, process.health(), new RedisCounts(money.functions()));
        return modules.start(context);
    }

    Future<Void> close() {
        return Future.succeededFuture()
                .compose(_ -> {
                    timers.forEach(timer -> process.vertx().cancelTimer(timer));
                    shown.forEach(LoopGauges.Shown::end);
                    pipeline.tick(); // the lines of calls that were answered since the last tick
                    audit.tellAll();
                    return jobs.consumers().stop();
                })
                .transform(_ -> modules.end())
                .transform(_ -> Future.join(money.close(), database.close()).mapEmpty());
    }
}
