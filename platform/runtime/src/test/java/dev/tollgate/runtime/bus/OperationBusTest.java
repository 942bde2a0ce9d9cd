package dev.tollgate.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OperationBusTest {
    public record Question(String text) {}

    public record Reply(String text) {}

    private static final Operation<Question, Reply> ASK =
            Declaration.read("ask_oracle", "oracle").takes(Question.class).gives(Reply.class);

    @Test
    void a_call_is_answered_at_once_by_the_server_of_its_operation() {
        var bus = new OperationBus();
        bus.serve(
                ASK,
                call -> Future.succeededFuture(
                        Outcome.done(new Reply(call.input().text() + "!"))));

        Future<Outcome<Reply>> answer = bus.call(call());

        assertThat(answer.result()).isEqualTo(Outcome.done(new Reply("why!")));
    }

    @Test
    void a_call_that_nobody_serves_and_a_handler_that_throws_both_fail_the_future() {
        var bus = new OperationBus();
        var unserved = bus.call(call());
        bus.serve(ASK, _ -> {
            throw new IllegalStateException("broken");
        });

        var thrown = bus.call(call());

        assertThat(unserved.cause()).hasMessageContaining("ask_oracle");
        assertThat(thrown.cause()).hasMessage("broken");
    }

    private static Call<Question> call() {
        var actor = new Actor(Actor.Kind.SYSTEM, "test", "test");
        var id = new RequestId(UUID.randomUUID());
        var facts = new CallFacts(
                id,
                null,
                Instant.EPOCH,
                null,
                null,
                actor,
                Surface.CONTROL,
                "ask_oracle",
                "oracle.ask",
                null,
                "::1",
                null);
        return new Call<>(
                ASK,
                new Caller(actor, null, null),
                new Question("why"),
                Conditions.NONE,
                facts,
                new Charge("free", 1, 0, "1", null),
                Instant.EPOCH);
    }
}
