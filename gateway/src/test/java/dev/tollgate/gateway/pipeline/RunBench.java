package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.audit.RefusalAggregator;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.usage.UsageBatches;
import dev.tollgate.gateway.usage.UsageLanes;
import dev.tollgate.gateway.usage.UsageRecorder;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.settings.RedisDeclaration;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Runs calls of a tenant of its own on the real servers, with handlers of the test's own, and looks at its balance. */
final class RunBench {

    /** An input and an answer. */
    public record Word(String text) {}

    static final Word WORD = new Word("hello");
    static final Duration SOON = Duration.ofSeconds(10);
    static final Operation<Word, Word> WRITE = Declaration.write("say_word", "word")
            .app("POST", "/v1/words", Declaration.anyCredential())
            .takes(Word.class, "{\"text\": \"hello\"}")
            .gives(Word.class);
    static final Operation<Word, Word> READ = Declaration.read("hear_word", "word")
            .app("GET", "/v1/words", Declaration.anyCredential())
            .takes(Word.class, "{\"text\": \"hello\"}")
            .gives(Word.class);

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final Context loop = gateway.process().context().vertx().getOrCreateContext();
    final OperationBus bus = new OperationBus();
    private final UUID credential = UUID.randomUUID();
    private final TenantId tenant;
    private final WorkspaceId workspace;
    final CallExecution.Services services;

    RunBench() {
        this(PriceBook.shipped(), RunBench::channels);
    }

    /** One with other prices, or other ways for usage. */
    RunBench(PriceBook prices, Supplier<UsageBatches.Channels> channels) {
        var acme = gateway.tenant("business");
        tenant = new TenantId(TypeId.parse("tnt", acme.tenant()).orElseThrow());
        workspace = new WorkspaceId(TypeId.parse("wrk", acme.workspace()).orElseThrow());
        services = onLoop(() -> Future.succeededFuture(services(bus, prices, channels.get())));
    }

    CallResult<Word> call(Operation<Word, Word> operation) {
        return call(operation, () -> false);
    }

    /** A call whose caller has gone when that says so. */
    CallResult<Word> call(Operation<Word, Word> operation, BooleanSupplier gone) {
        return onLoop(() -> started(operation, gone));
    }

    /** A caller who has gone when that says so. */
    private record Leaver(BooleanSupplier left) implements ProgressListener {
        @Override
        public boolean wantsProgress() {
            return false;
        }

        @Override
        public void progress(long done, long total) {
            throw new IllegalStateException("nobody asked");
        }

        @Override
        public boolean gone() {
            return left.getAsBoolean();
        }
    }

    /** To be called on the loop. */
    Future<CallResult<Word>> started(Operation<Word, Word> operation, BooleanSupplier gone) {
        return started(services, operation, Conditions.NONE, gone);
    }

    /** The same with other services; to be called on the loop. */
    Future<CallResult<Word>> started(
            CallExecution.Services used, Operation<Word, Word> operation, Conditions conditions, BooleanSupplier gone) {
        Face<Word, Word> face = operation.faces().getFirst();
        var process = gateway.process().context();
        var arrival = new Arrival(
                new RequestId(process.ids().next()),
                null,
                process.clock().instant(),
                System.nanoTime(),
                Surface.REST,
                "127.0.0.1",
                null,
                null);
        var home = new WorkspaceSnapshot(
                workspace, tenant, "acme", "Acme", WorkspaceSnapshot.State.ACTIVE, Set.of(), "business");
        var actor = new Actor(Actor.Kind.API_KEY, "key_" + credential, "tester");
        var context = new RequestContext(
                arrival,
                new Credential(credential, actor, Surface.REST, home, Set.of(), null, null, false),
                tenant,
                home);
        context.listener(new Leaver(gone));
        var invocation = new Invocation<>(context, operation, face, WORD, conditions);
        var facts = context.facts(operation, new InputDigest().of(context, WORD, OnExisting.FAIL));
        Promise<CallResult<Word>> result = Promise.promise();
        new CallExecution<>(used, invocation, facts, result::complete).start();
        return result.future();
    }

    /** What is left, as billing shows it less what is held. */
    long balance() {
        return onLoop(() -> hold(Actor.Kind.OPERATOR, "looker", null).map(verdict -> switch (verdict) {
            case HoldDecision.Admitted admitted -> {
                services.metering().release(tenant, admitted.hold(), 1);
                yield admitted.balanceMicros() + 1;
            }
            case HoldDecision.Refused refused -> throw new IllegalStateException("refused: " + refused.refusal());
        }));
    }

    /** Holds a micro for somebody who calls on the tenant; to be called on the loop. */
    Future<HoldDecision> hold(Actor.Kind kind, String name, Integer callsPerSecond) {
        var somebody = new Credential(
                UUID.randomUUID(),
                new Actor(kind, name, name),
                Surface.CONTROL,
                null,
                Set.of(),
                callsPerSecond,
                null,
                false);
        return services.metering().hold(somebody, tenant, 1);
    }

    /** Whether the caller was told that nobody knows what came of it. */
    static boolean unknown(CallResult<?> result) {
        return result.outcome() instanceof Outcome.Refused<?>(Refusal refusal)
                && ((refusal instanceof Refusal.InternalError(boolean broken) && broken)
                        || (refusal instanceof Refusal.ServiceUnavailable(var _, boolean away) && away)
                        || (refusal instanceof Refusal.DeadlineExceeded(boolean late) && late));
    }

    /** What the calls of a loop of the shared gateway's process need, without another handler than those of the bus. */
    static CallExecution.Services services(OperationBus bus) {
        return services(bus, PriceBook.shipped(), channels());
    }

    static UsageBatches.Channels channels() {
        var process = GatewayFixture.shared().process().context();
        var database = Database.open(process.vertx(), process.postgres(), DatabaseRole.APP, 2, process.clock());
        return new UsageBatches.Channels(process.publisher(), database, process.outbox(), true);
    }

    /** Ways for usage that are closed, so that nothing is recorded, with proof. Not to be called on a loop. */
    static Supplier<UsageBatches.Channels> closedChannels() {
        var process = GatewayFixture.shared().process().context();
        var publisher = EventPublisher.open(process.kafka());
        publisher.close().await();
        var nowhere = new PostgresSettings("127.0.0.1", 1, "nowhere", "nobody", "nothing");
        return () -> new UsageBatches.Channels(
                publisher,
                Database.open(process.vertx(), nowhere, DatabaseRole.APP, 1, process.clock()),
                process.outbox(),
                true);
    }

    private static CallExecution.Services services(OperationBus bus, PriceBook prices, UsageBatches.Channels channels) {
        var process = GatewayFixture.shared().process().context();
        var vertx = process.vertx();
        var partitions = process.kafka().partitions();
        var holds = holds();
        var audit = new RefusalAggregator(process.ids(), process.publisher(), partitions, process.registry());
        var work = new Work(
                channels.database(),
                new WorkParts(
                        process.ids(),
                        partitions,
                        process.outbox(),
                        new EncryptedAnswers(new SecretBox(new byte[32], List.of(), new SecureRandom())),
                        new AnswerWriter(new Problems("http://localhost")),
                        holds::release));
        var usage = new UsageBatches(vertx, channels, new UsageLanes(partitions), process.clock());
        return new CallExecution.Services(
                new CallHandlers(bus),
                work,
                new Metering(prices, Plans.shipped(), holds),
                new UsageRecorder(process.ids(), usage, audit),
                new CallRecorder(process.registry(), audit));
    }

    /** Holds that are not renewed. */
    static Holds holds() {
        var process = GatewayFixture.shared().process().context();
        var functions = RedisFunctions.open(
                process.vertx(), process.settings().get(RedisDeclaration.class).url());
        return new Holds(process.vertx(), functions, (_, _, _) -> Future.failedFuture("no renewal in this test"));
    }

    <T> T onLoop(Supplier<Future<T>> step) {
        return onLoop(loop, step);
    }

    /** Runs a step on a loop and waits for its end. */
    static <T> T onLoop(Context loop, Supplier<Future<T>> step) {
        var done = new CompletableFuture<T>();
        loop.runOnContext(_ -> step.get().onComplete(answer -> {
            if (answer.succeeded()) {
                done.complete(answer.result());
            } else {
                done.completeExceptionally(answer.cause());
            }
        }));
        return done.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }
}
