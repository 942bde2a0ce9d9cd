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
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.ParsedInput;
import dev.tollgate.gateway.catalogue.ToolFilter;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.pipeline.Authenticator.Admitted;
import dev.tollgate.gateway.pipeline.EntryGate.Entered;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A call whose answer a protocol cannot write, such as one that its encoder fails on. */
class UnwritableAnswerTest {

    public record Word(String text) {}

    private record Words(List<Operation<?, ?>> operations) implements ProductModule {
        @Override
        public String key() {
            return "words";
        }

        @Override
        public String title() {
            return "Words";
        }

        @Override
        public boolean switchable() {
            return false;
        }
    }

    private static final Word WORD = new Word("hello");
    private static final Operation<Word, Word> READ = Declaration.read("hear_word", "word")
            .summary("Hear a word")
            .app("GET", "/v1/words", Declaration.anyCredential())
            .takes(Word.class, "{\"text\": \"hello\"}")
            .givesFree(Word.class);

    /** Fails to write anything but a refusal. */
    private static final class Unwritable implements CallExchange<Word, Word> {
        final BlockingQueue<Outcome<Word>> asked = new ArrayBlockingQueue<>(10);

        @Override
        public Future<ParsedInput<Word>> read(RequestContext context) {
            return Future.succeededFuture(new ParsedInput.Valid<>(WORD, Conditions.NONE));
        }

        @Override
        public void write(RequestContext context, CallResult<Word> result) {
            asked.add(result.outcome());
            if (result.outcome() instanceof Outcome.Done<Word>) {
                throw new IllegalStateException("not to be encoded");
            }
        }
    }

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final OperationBus bus = new OperationBus();
    private final ContextInternal loop =
            ((VertxInternal) gateway.process().context().vertx()).createEventLoopContext();
    private final Credential credential = credential(gateway.tenant("team"));
    private final OwnPipeline pipeline =
            new OwnPipeline(loop, () -> Future.succeededFuture(Optional.of(credential)), bus);

    private static Credential credential(GatewayFixture.Prepared acme) {
        var home = new WorkspaceSnapshot(
                new WorkspaceId(TypeId.parse("wrk", acme.workspace()).orElseThrow()),
                new TenantId(TypeId.parse("tnt", acme.tenant()).orElseThrow()),
                "acme",
                "Acme",
                WorkspaceSnapshot.State.ACTIVE,
                Set.of(),
                "team");
        var id = UUID.randomUUID();
        var actor = new Actor(Actor.Kind.MCP_CLIENT, "mcp_" + id, "tester");
        return new Credential(id, actor, Surface.MCP, home, Set.of(), null, null, false);
    }

    @Test
    void a_call_whose_answer_cannot_be_written_is_answered_as_an_internal_error() throws Exception {
        bus.serve(READ, call -> Future.succeededFuture(Outcome.done(call.input())));
        var exchange = new Unwritable();

        loop.runOnContext(_ -> call(exchange));

        assertThat(exchange.asked.poll(10, TimeUnit.SECONDS)).isEqualTo(Outcome.done(WORD));
        assertThat(exchange.asked.poll(10, TimeUnit.SECONDS))
                .isEqualTo(Outcome.refused(new Refusal.InternalError(false)));
        assertThat(pipeline.ended()).isEqualTo(1);
    }

    @SuppressWarnings("unchecked") // the face of READ
    private void call(Unwritable exchange) {
        var face = (CompiledFace<Word, Word>)
                Catalogue.of(List.of(new Words(List.of(READ)))).face(READ.name(), Plane.APP);
        pipeline.pipeline().admitMcp(arrival(), null).onSuccess(gated -> {
            if (gated instanceof Admitted<GateOrder.Mcp> caller
                    && pipeline.pipeline().enter(caller, ToolFilter.NONE) instanceof Entered entered) {
                pipeline.pipeline().mcp(entered, face, exchange);
            }
        });
    }

    private Arrival arrival() {
        return new Arrival(
                new RequestId(UUID.randomUUID()),
                null,
                Instant.now(),
                System.nanoTime(),
                Surface.MCP,
                "127.0.0.1",
                null,
                pipeline.token());
    }
}
