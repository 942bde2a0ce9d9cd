package dev.tollgate.gateway.pipeline;

import static dev.tollgate.gateway.pipeline.RunBench.WORD;
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
import dev.tollgate.gateway.access.InFlightLimiter;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.ToolFilter;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.pipeline.Authenticator.Admitted;
import dev.tollgate.gateway.pipeline.EntryGate.Entered;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A call whose answer a protocol cannot write, such as one that its encoder fails on. */
class UnwritableAnswerTest {

    private static final Operation<RunBench.Word, RunBench.Word> READ = Declaration.read("hear_word", "word")
            .summary("Hear a word")
            .app("GET", "/v1/words", Declaration.anyCredential())
            .takes(RunBench.Word.class, "{\"text\": \"hello\"}")
            .givesFree(RunBench.Word.class);

    private record Words(String key, String title, boolean switchable, List<Operation<?, ?>> operations)
            implements ProductModule {}

    /** Fails to write anything but a refusal. */
    private static final class Unwritable implements CallExchange<RunBench.Word, RunBench.Word> {
        final List<Outcome<RunBench.Word>> asked = new ArrayList<>();
        final Promise<List<Outcome<RunBench.Word>>> refused = Promise.promise();

        @Override
        public Future<ParsedInput<RunBench.Word>> read(RequestContext context) {
            return Future.succeededFuture(new ParsedInput.Valid<>(WORD, Conditions.NONE));
        }

        @Override
        public void write(RequestContext context, CallResult<RunBench.Word> result) {
            asked.add(result.outcome());
            if (result.outcome() instanceof Outcome.Done<RunBench.Word>) {
                throw new IllegalStateException("not to be encoded");
            }
            refused.complete(asked);
        }
    }

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final OperationBus bus = new OperationBus();
    private final ContextInternal loop =
            ((VertxInternal) gateway.process().context().vertx()).createEventLoopContext();
    private final Credential credential = credential(gateway.tenant("team"));

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
    void a_call_whose_answer_cannot_be_written_is_answered_as_an_internal_error_and_ends_once() {
        bus.serve(READ, call -> Future.succeededFuture(Outcome.done(call.input())));
        var pipeline = RunBench.onLoop(
                loop,
                () -> Future.succeededFuture(
                        new OwnPipeline(loop, () -> Future.succeededFuture(Optional.of(credential)), bus)));

        var asked = RunBench.onLoop(loop, () -> called(pipeline));

        assertThat(asked).containsExactly(Outcome.done(WORD), Outcome.refused(new Refusal.InternalError(false)));
        assertThat(pipeline.ended()).isEqualTo(1);
    }

    @Test
    void of_two_results_of_a_request_only_the_first_is_written() {
        var services = RunBench.onLoop(loop, () -> Future.succeededFuture(RunBench.services(bus)));
        var entry = new EntryGate(
                new OverloadGate(OwnPipeline.SHEDDING),
                InFlightLimiter.ofAppPlane(1, 1),
                InFlightLimiter.ofControlPlane(),
                services.metering(),
                System::nanoTime);
        var calls = new PermittedCalls(entry, services);
        var context = new RequestContext(arrival(null), credential, null, null);
        var exchange = new Unwritable();

        calls.refuse(context, face(), exchange, new Refusal.DeadlineExceeded(true));
        calls.refuse(context, face(), exchange, new Refusal.RouteNotFound());

        assertThat(exchange.asked).containsExactly(Outcome.refused(new Refusal.DeadlineExceeded(true)));
    }

    @SuppressWarnings("unchecked") // the face of READ
    private static CompiledFace<RunBench.Word, RunBench.Word> face() {
        var words = new Words("words", "Words", false, List.of(READ));
        return (CompiledFace<RunBench.Word, RunBench.Word>)
                Catalogue.of(List.of(words)).face(READ.name(), Plane.APP);
    }

    private static Future<List<Outcome<RunBench.Word>>> called(OwnPipeline own) {
        var face = face();
        var exchange = new Unwritable();
        var pipeline = own.pipeline();
        return pipeline.admitMcp(arrival(own.token()), null).compose(gated -> {
            var entered = (Entered) pipeline.enter((Admitted<GateOrder.Mcp>) gated, ToolFilter.NONE);
            pipeline.mcp(entered, face, exchange);
            return exchange.refused.future();
        });
    }

    private static Arrival arrival(String token) {
        return new Arrival(
                new RequestId(UUID.randomUUID()),
                null,
                Instant.now(),
                System.nanoTime(),
                Surface.MCP,
                "127.0.0.1",
                null,
                token);
    }
}
