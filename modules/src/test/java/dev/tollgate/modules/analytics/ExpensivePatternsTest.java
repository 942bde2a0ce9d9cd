package dev.tollgate.modules.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.definition.EventDefinition;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.Approval;
import dev.tollgate.modules.analytics.violation.Violation.Resolution;
import dev.tollgate.modules.analytics.violation.Violation.Status;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Events whose patterns take almost as long as those of one event may. */
class ExpensivePatternsTest extends GovernedTests {

    private static final String SCHEMA = "{'type': 'object', 'properties': {'text': {'type': 'string', %s}}}";

    /** About 400,000 steps for each event. */
    private static final String EXPENSIVE = SCHEMA.formatted("'pattern': '(a?){30}(a|b)$'");

    private static final String TEXT = Governed.event("Text", "{'text': '" + "a".repeat(3_500) + "'}");

    /** One slice and one check, on a machine that compiles slowly; all checks of a step take ten times as long. */
    private static final Duration TURN_MAX = Duration.ofMillis(150);

    private EventDefinition defined(String schema) {
        return workspace.approved(workspace.plan(""), "Text", schema, "");
    }

    private static String texts(int count) {
        return String.join(",", Collections.nCopies(count, TEXT));
    }

    @Test
    void a_call_whose_checks_take_too_long_is_refused_and_stores_nothing() {
        var _ = defined(EXPENSIVE);

        var refused = Desk.await(workspace.tracking(texts(200)));
        var accepted = workspace.track(texts(30));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        outcome -> assertThat(outcome.refusal())
                                .isInstanceOfSatisfying(
                                        Refusal.ValidationFailed.class,
                                        failed -> assertThat(failed.fieldErrors())
                                                .extracting(FieldError::field)
                                                .containsExactly("events")));
        assertThat(accepted.accepted()).isEqualTo(30);
        assertThat(workspace.rows("Text")).hasSize(30);
    }

    @Test
    void a_release_checks_events_in_steps_and_lets_others_use_the_loop() {
        var texts = defined(SCHEMA.formatted("'maxLength': 1"));
        var tracked = workspace.track(texts(150)).results().getFirst();
        var expensive = workspace.edited(texts, "'schema': " + EXPENSIVE);
        var _ = desk.done(EventDefinitionOperations.APPROVE, workspace.caller(), new Approval(expensive.id(), true));
        var releasing = workspace.resolved(workspace.read(tracked), Resolution.ACCEPT);

        var longest = longestTurn(desk::runJobs);

        var released = workspace.read(releasing);
        assertThat(longest).isLessThan(TURN_MAX);
        assertThat(released.status()).isEqualTo(Status.RESOLVED);
        assertThat(workspace.rows("Text")).hasSize(150);
        assertThat(workspace.held()).isZero();
        assertThat(released.version() - releasing.version()).as("steps").isGreaterThan(1);
    }

    /** The most processor time that the loop uses for others between two of its turns. */
    private static Duration longestTurn(Runnable work) {
        var longest = new AtomicLong();
        var ended = new AtomicBoolean();
        var _ = desk.onLoop(() -> {
            turn(usedNanos(), longest, ended);
            return Future.succeededFuture();
        });
        try {
            work.run();
        } finally {
            ended.set(true);
        }
        return Duration.ofNanos(longest.get());
    }

    private static void turn(long beforeNanos, AtomicLong longest, AtomicBoolean ended) {
        long now = usedNanos();
        longest.accumulateAndGet(now - beforeNanos, Math::max);
        if (!ended.get()) {
            desk.vertx.setTimer(1, _ -> turn(now, longest, ended));
        }
    }

    private static long usedNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
