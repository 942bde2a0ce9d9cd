package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Watcher;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.audit.AuditNotes;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.Standing;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.usage.UsageBatches;
import dev.tollgate.gateway.usage.Witness;
import dev.tollgate.money.hold.Functions;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.Verdict;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.work.SealedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a hold, whatever the handler does. On the real servers, with handlers of the test's own. */
class RunTest {

    /** An input and an answer. */
    record Word(String text) {}

    private static final Word WORD = new Word("hello");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Operation<Word, Word> WRITE = Declaration.write("say_word", "word")
            .app("POST", "/v1/words", Declaration.anyCredential())
            .takes(Word.class, WORD)
            .gives(Word.class);
    private static final Operation<Word, Word> READ = Declaration.read("hear_word", "word")
            .app("GET", "/v1/words", Declaration.anyCredential())
            .takes(Word.class, WORD)
            .gives(Word.class);

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final Context loop = gateway.process().context().vertx().getOrCreateContext();
    private final OperationBus bus = new OperationBus();
    private final UUID credential = UUID.randomUUID();
    private TenantId tenant;
    private WorkspaceId workspace;
    private Dispatch dispatch;

    @BeforeEach
    void prepare() {
        var acme = gateway.tenant("business");
        tenant = new TenantId(TypeId.parse("tnt", acme.tenant()).orElseThrow());
        workspace = new WorkspaceId(TypeId.parse("wrk", acme.workspace()).orElseThrow());
        dispatch = onLoop(() -> Future.succeededFuture(newDispatch()));
    }

    @Test
    void a_refusal_gives_back_all_that_was_held() {
        long before = balance();
        bus.serve(WRITE, _ -> Future.succeededFuture(Outcome.refused(new Refusal.Conflict("The word is taken."))));

        var ending = call(WRITE);

        assertThat(ending.code()).isEqualTo("conflict");
        Eventually.within(SOON, () -> assertThat(balance()).isEqualTo(before));
    }

    @Test
    void a_failure_that_proves_that_nothing_happened_gives_back_what_was_held() {
        long before = balance();
        bus.serve(WRITE, _ -> Future.failedFuture(Failure.Unavailable.before("away", new RuntimeException("test"))));

        var ending = call(WRITE);

        assertThat(ending.code()).isEqualTo("service_unavailable");
        assertThat(unknown(ending)).isFalse();
        Eventually.within(SOON, () -> assertThat(balance()).isEqualTo(before));
    }

    @Test
    void a_failure_that_proves_nothing_leaves_it_held_and_says_so() {
        long before = balance();
        bus.serve(WRITE, _ -> Future.failedFuture(Failure.Unavailable.unknown("lost", new RuntimeException("test"))));

        var ending = call(WRITE);

        assertThat(unknown(ending)).isTrue();
        assertThat(balance()).isEqualTo(before - 100);
    }

    @Test
    void a_stumble_of_ours_proves_nothing_either() {
        long before = balance();
        bus.serve(WRITE, _ -> {
            throw new IllegalStateException("test");
        });

        var ending = call(WRITE);

        assertThat(ending.code()).isEqualTo("internal_error");
        assertThat(unknown(ending)).isTrue();
        assertThat(balance()).isEqualTo(before - 100);
    }

    @Test
    void a_read_that_stumbles_gives_back_what_was_held() {
        long before = balance();
        bus.serve(READ, _ -> {
            throw new IllegalStateException("test");
        });

        var ending = call(READ);

        assertThat(ending.code()).isEqualTo("internal_error");
        assertThat(unknown(ending)).isFalse();
        Eventually.within(SOON, () -> assertThat(balance()).isEqualTo(before));
    }

    @Test
    void a_write_that_takes_too_long_is_answered_at_its_deadline_and_stays_held() {
        long before = balance();

        var ending = callPastDeadline(Promise.promise());

        assertThat(ending.code()).isEqualTo("deadline_exceeded");
        assertThat(unknown(ending)).isTrue();
        assertThat(balance()).isEqualTo(before - 100);
    }

    @Test
    void what_ends_after_its_deadline_without_effect_is_given_back_all_the_same() {
        long before = balance();
        Promise<Outcome<Word>> late = Promise.promise();
        var ending = callPastDeadline(late);
        assertThat(ending.code()).isEqualTo("deadline_exceeded");

        late.complete(Outcome.refused(new Refusal.Conflict("The word is taken.")));

        Eventually.within(SOON, () -> assertThat(balance()).isEqualTo(before));
    }

    @Test
    void a_read_is_charged_once_its_usage_is_durable() {
        long before = balance();
        bus.serve(READ, call -> Future.succeededFuture(Outcome.done(call.input())));

        var ending = call(READ);

        assertThat(ending.outcome()).isEqualTo(Outcome.done(WORD));
        assertThat(ending.metered().chargeMicros()).isEqualTo(20);
        assertThat(balance()).isEqualTo(before - 20);
    }

    @Test
    void a_call_whose_caller_has_gone_is_not_begun_and_costs_nothing() {
        long before = balance();
        bus.serve(WRITE, _ -> {
            throw new IllegalStateException("begun");
        });

        var ending = onLoop(() -> started(WRITE, () -> true));

        assertThat(ending.code()).isEqualTo("deadline_exceeded");
        assertThat(unknown(ending)).isFalse();
        assertThat(balance()).isEqualTo(before);
    }

    @Test
    void a_read_whose_caller_goes_meanwhile_costs_nothing_and_a_write_that_is_done_does() {
        long before = balance();
        var gone = new AtomicBoolean();
        bus.serve(READ, call -> {
            gone.set(true);
            return Future.succeededFuture(Outcome.done(call.input()));
        });
        bus.serve(WRITE, call -> {
            gone.set(true);
            return Future.succeededFuture(Outcome.done(call.input()));
        });

        assertThat(onLoop(() -> started(READ, gone::get)).code())
                .as("nobody was told the answer, and the audit says so")
                .isEqualTo("deadline_exceeded");
        Eventually.within(SOON, () -> assertThat(balance()).isEqualTo(before));
        gone.set(false);
        assertThat(onLoop(() -> started(WRITE, gone::get)).code()).isEqualTo("ok");

        assertThat(balance()).isEqualTo(before - 100);
    }

    private Ending<Word> call(Operation<Word, Word> operation) {
        return onLoop(() -> started(operation));
    }

    /** A caller who has gone when that says so. */
    private record Leaver(BooleanSupplier left) implements Watcher {
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

    /** A write whose time is up while its handler, which has been called, still works. */
    private Ending<Word> callPastDeadline(Promise<Outcome<Word>> answer) {
        Promise<Void> called = Promise.promise();
        bus.serve(WRITE, _ -> {
            called.complete();
            return answer.future();
        });
        return onLoop(() -> {
            var ending = started(WRITE);
            return called.future().compose(_ -> {
                dispatch.tick(System.nanoTime() + Dispatch.REST_LIFE.toNanos());
                return ending;
            });
        });
    }

    private Future<Ending<Word>> started(Operation<Word, Word> operation) {
        return started(operation, () -> false);
    }

    private Future<Ending<Word>> started(Operation<Word, Word> operation, BooleanSupplier gone) {
        Face<Word, Word> face = operation.face(Plane.APP);
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
        var home = new Standing(workspace, tenant, "acme", "Acme", Standing.State.ACTIVE, Set.of(), "business");
        var actor = new Actor(Actor.Kind.API_KEY, "key_" + credential, "tester");
        var visit = new Visit(
                arrival,
                new Credential(credential, actor, Surface.REST, home, Set.of(), null, null, false),
                tenant,
                home);
        visit.watchedBy(new Leaver(gone));
        var order = new Order<>(visit, operation, face, WORD, Conditions.NONE);
        var quote = Quote.<Word, Word>of(
                face.meter(), operation.effect(), Surface.REST, WORD, PriceBook.shipped(), arrival.time());
        return new Run<>(dispatch, order, quote).start();
    }

    /** What is left, as billing shows it less what is held. */
    private long balance() {
        var ending = onLoop(() -> dispatch.till().hold(visitor(), tenant, 1).map(verdict -> switch (verdict) {
            case Verdict.Admitted admitted -> {
                dispatch.till().release(tenant, admitted.hold(), 1);
                yield admitted.balanceMicros() + 1;
            }
            case Verdict.Refused refused -> throw new IllegalStateException("refused: " + refused.refusal());
        }));
        return ending;
    }

    private Visit visitor() {
        var actor = new Actor(Actor.Kind.OPERATOR, "looker", "looker");
        return new Visit(
                new Arrival(
                        new RequestId(UUID.randomUUID()),
                        null,
                        gateway.process().context().clock().instant(),
                        System.nanoTime(),
                        Surface.CONTROL,
                        "127.0.0.1",
                        null,
                        null),
                new Credential(UUID.randomUUID(), actor, Surface.CONTROL, null, Set.of(), null, null, false),
                tenant,
                null);
    }

    private static boolean unknown(Ending<?> ending) {
        return ending.outcome() instanceof Outcome.Refused<?>(Refusal refusal)
                && ((refusal instanceof Refusal.InternalError(boolean broken) && broken)
                        || (refusal instanceof Refusal.ServiceUnavailable(var _, boolean away) && away)
                        || (refusal instanceof Refusal.DeadlineExceeded(boolean late) && late));
    }

    private Dispatch newDispatch() {
        var process = gateway.process().context();
        var vertx = process.vertx();
        var partitions = process.kafka().partitions();
        var functions = Functions.open(
                vertx, process.settings().get(RedisDeclaration.class).url());
        var holds = new Holds(vertx, functions, (_, _, _) -> Future.failedFuture("no renewal in this test"));
        var database = Database.open(vertx, process.postgres(), DatabaseRole.APP, 2, process.clock());
        var audit = new AuditNotes(process.ids(), process.publisher(), partitions, process.registry());
        var work = new Work(
                database,
                new WorkParts(
                        process.ids(),
                        partitions,
                        process.outbox(),
                        new SealedAnswers(new SecretBox(new byte[32], List.of(), new SecureRandom())),
                        new Answers(new Problems("http://localhost")),
                        holds::release));
        var usage = new UsageBatches(
                vertx,
                new UsageBatches.Channels(process.publisher(), database, process.outbox()),
                partitions,
                process.clock());
        return new Dispatch(
                bus,
                work,
                new Till(PriceBook.shipped(), Plans.shipped(), holds),
                new Witness(process.ids(), usage, audit),
                new CallBook(process.registry(), audit));
    }

    private <T> T onLoop(Supplier<Future<T>> step) {
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
