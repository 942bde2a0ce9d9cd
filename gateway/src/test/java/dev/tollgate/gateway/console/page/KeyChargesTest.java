package dev.tollgate.gateway.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.gateway.console.call.CallAnswer;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class KeyChargesTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-27T23:59:59Z"));
    private final KeyCharges charges = new KeyCharges(now::get);

    private static CallAnswer page(String nextCursor) {
        var envelope = JsonNodeFactory.instance.objectNode().put("next_cursor", nextCursor);
        envelope.putArray("data");
        return new CallAnswer.Done(envelope, null);
    }

    private static List<String> period(MultiMap query) {
        return List.of(query.get("from"), query.get("to"));
    }

    @Test
    void all_pages_are_of_the_period_of_the_first_also_over_midnight() {
        var first = charges.query();

        var goesOn = charges.take(page("second"));
        now.set(Instant.parse("2026-11-28T00:00:01Z"));
        var second = charges.query();

        assertThat(goesOn).isTrue();
        assertThat(period(first)).containsExactly("2026-11-14", "2026-11-28");
        assertThat(period(second)).isEqualTo(period(first));
        assertThat(second.get("cursor")).isEqualTo("second");
    }
}
