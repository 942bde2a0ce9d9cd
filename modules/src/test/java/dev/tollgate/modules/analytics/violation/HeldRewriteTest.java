package dev.tollgate.modules.analytics.violation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.Governed;
import dev.tollgate.modules.analytics.GovernedTests;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.modules.tracked.EventMaintenance.Step;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps of a rewrite of held events and samples: what they take of the event loop. */
class HeldRewriteTest extends GovernedTests {

    private static final int HELD = 200;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger rows = new AtomicInteger();
    private final AtomicInteger onLoop = new AtomicInteger();

    @BeforeEach
    void hold() {
        var plan = workspace.plan("'enforcement': 'quarantine'");
        var _ = workspace.approved(plan, "Order", Governed.ORDER, "");
        for (int from = 0; from < HELD; from += 100) {
            var _ = workspace.track(IntStream.range(0, 100)
                    .mapToObj(
                            _ -> Governed.event("Order", "{'token': 'clear', 'country': '" + "x".repeat(7_500) + "'}"))
                    .collect(Collectors.joining(",")));
        }
    }

    private JsonObject hashed(JsonObject properties) {
        rows.incrementAndGet();
        bytes.addAndGet(properties.encode().length());
        if (Context.isOnEventLoopThread()) {
            onLoop.incrementAndGet();
        }
        return properties.copy().put("token", "hashed");
    }

    private Step step(BiFunction<HeldRewrite, @Nullable UUID, Future<Step>> of, @Nullable UUID after) {
        return Desk.await(desk.database.transaction(
                RowSecurityContext.of(workspace.caller()),
                Instant.now().plusSeconds(20),
                transaction -> of.apply(
                        new HeldRewrite(
                                transaction, workspace.caller().workspaceId().value(), "Order", this::hashed),
                        after)));
    }

    private void allOf(BiFunction<HeldRewrite, @Nullable UUID, Future<Step>> of) {
        Step step = Step.LAST;
        do {
            bytes.set(0);
            step = step(of, step.isLast() ? null : UUID.fromString(step.after()));
            assertThat(bytes.get()).isLessThanOrEqualTo(Step.BYTES_MAX + EventLimits.PROPERTIES_BYTES_MAX);
        } while (!step.isLast());
    }

    @Test
    void a_step_of_large_held_events_leaves_its_loop_free() {
        assertThat(workspace.held()).isEqualTo(HELD);

        allOf(HeldRewrite::events);

        assertThat(onLoop).hasValue(0);
        assertThat(rows).hasValue(HELD);
        assertThat(desk.ownerRows(
                        "SELECT DISTINCT properties ->> 'token' FROM analytics.held_event WHERE workspace_id = '"
                                + workspace.caller().workspaceId().value() + "'"))
                .containsExactly("hashed");
    }

    @Test
    void samples_are_hashed_off_the_event_loop() {
        allOf(HeldRewrite::samples);

        assertThat(onLoop).hasValue(0);
        assertThat(rows).hasPositiveValue();
        assertThat(desk.ownerRows("SELECT DISTINCT s.value -> 'properties' ->> 'token' FROM analytics.violation v,"
                        + " jsonb_array_elements(v.samples) s WHERE v.workspace_id = '"
                        + workspace.caller().workspaceId().value() + "'"))
                .containsExactly("hashed");
    }
}
