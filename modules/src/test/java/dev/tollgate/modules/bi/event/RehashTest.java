package dev.tollgate.modules.bi.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.modules.tracked.EventMaintenance.Rewrite;
import dev.tollgate.modules.tracked.EventMaintenance.Step;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps of a rewrite of stored events: what they take of the event loop, and what they look at. */
class RehashTest {

    private static final int EVENTS = 300;
    private static final int CHARS = 7_500;
    private static final String HASHED = "hashed";

    private static Tracking tracking;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger rows = new AtomicInteger();
    private final AtomicInteger onLoop = new AtomicInteger();
    private final Rewrite rewrite = new Rewrite("order", Map.of("email", "^hashed$"), this::hashed);
    private Caller caller;

    @BeforeAll
    static void open() {
        tracking = Tracking.open();
    }

    @AfterAll
    static void close() {
        tracking.close();
    }

    @BeforeEach
    void track() {
        caller = tracking.desk.stranger();
        var now = tracking.desk.clock.instant();
        for (int from = 0; from < EVENTS; from += 100) {
            var _ = tracking.track(caller, large(now, from));
        }
        tracking.fold();
    }

    private static TrackedEvent[] large(Instant now, int from) {
        var events = new TrackedEvent[100];
        Arrays.setAll(
                events,
                index -> Tracking.event(
                        "order",
                        null,
                        now.minusSeconds(from + index),
                        null,
                        new JsonObject().put("email", "a" + (from + index)).put("text", "x".repeat(CHARS))));
        return events;
    }

    private JsonObject hashed(JsonObject properties) {
        rows.incrementAndGet();
        bytes.addAndGet(properties.encode().length());
        if (Context.isOnEventLoopThread()) {
            onLoop.incrementAndGet();
        }
        return properties.put("email", HASHED);
    }

    /** All steps of the rewrite, and the bytes that each has hashed. */
    private List<Long> steps() {
        var steps = new ArrayList<Long>();
        @Nullable String after = null;
        while (after == null || !after.isEmpty()) {
            bytes.set(0);
            after = tracking.rewrite(caller, rewrite, after).after();
            steps.add(bytes.get());
        }
        return steps;
    }

    @Test
    void a_step_of_large_events_leaves_its_loop_free() {
        var steps = steps();

        assertThat(onLoop).hasValue(0);
        assertThat(rows).hasValue(EVENTS);
        assertThat(steps)
                .allSatisfy(hashed ->
                        assertThat(hashed).isLessThanOrEqualTo(Step.BYTES_MAX + EventLimits.PROPERTIES_BYTES_MAX));
        assertThat(tracking.desk.ownerRows("SELECT DISTINCT props ->> 'email' FROM bi.event WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly(HASHED);
    }

    @Test
    void a_step_that_did_as_much_as_it_may_says_so() {
        assertThat(tracking.rewrite(caller, rewrite, null).full()).isTrue();
        var _ = steps();

        assertThat(tracking.rewrite(caller, rewrite, null)).isEqualTo(Step.LAST);
    }

    @Test
    void events_that_are_hashed_are_not_taken_apart_again() {
        var _ = steps();
        rows.set(0);

        var again = steps();

        assertThat(rows).hasValue(0);
        assertThat(again).hasSize(1);
    }
}
