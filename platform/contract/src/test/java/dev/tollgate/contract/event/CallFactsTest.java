package dev.tollgate.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallFactsTest {

    @Test
    void facts_with_another_action_differ_in_nothing_else() {
        var facts = facts("task.create");

        assertThat(facts.acting("task.update")).isEqualTo(facts("task.update"));
    }

    private static CallFacts facts(String action) {
        return new CallFacts(
                new RequestId(new UUID(1, 1)),
                "request",
                Instant.EPOCH,
                null,
                null,
                new Actor(Actor.Kind.API_KEY, "key_1", "key"),
                Surface.REST,
                "create_task",
                action,
                "digest",
                "127.0.0.1",
                "test",
                true);
    }
}
