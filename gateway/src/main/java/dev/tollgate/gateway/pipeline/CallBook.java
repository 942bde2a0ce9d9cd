package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.audit.AuditNotes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written down of every visit: one wide log line, its time by operation and outcome, refusals for the audit.
 */
public final class CallBook {

    private static final Logger CALLS = LoggerFactory.getLogger("dev.tollgate.call");
    private static final Logger LOGGER = LoggerFactory.getLogger(CallBook.class);
    private static final String NO_OPERATION = "none";

    private static final String UNKNOWN_CALLER = "unknown caller";

    private final MeterRegistry registry;
    private final AuditNotes audit;
    private final CallLines lines = new CallLines();
    private final Map<String, Map<String, Timer>> timers = new HashMap<>();
    private final Sampling turnedAway = new Sampling();
    private final Sampling broken = new Sampling();

    public CallBook(MeterRegistry registry, AuditNotes audit) {
        this.registry = registry;
        this.audit = audit;
    }

    /** A visit of a known caller has ended. */
    void left(Visit visit, @Nullable Operation<?, ?> operation, Ending<?> ending) {
        var code = ending.code();
        var arrival = visit.arrival();
        long nanos = System.nanoTime() - arrival.startedNanos();
        var name = operation == null ? NO_OPERATION : operation.name();
        timer(name, code).record(nanos, TimeUnit.NANOSECONDS);
        if (operation != null && ending.outcome() instanceof Outcome.Refused<?>) {
            audit.refused(visit.facts(operation, null), code);
        }
        lines.answered(visit, name, code, ending, nanos);
    }

    /** Hands the lines of the calls since the last tick to the log. */
    void tick() {
        lines.flush();
    }

    /** A known credential was refused before anyone knew what it wanted: its owner finds that in the audit. */
    void shutOut(Visit visit, Refusal refusal) {
        audit.refused(visit.entry(), refusal.code());
        left(visit, null, Ending.refused(refusal));
    }

    /** Somebody nobody knows was sent away: counted, and now and then a line. */
    void turnedAway(Arrival arrival, Refusal refusal) {
        long now = System.nanoTime();
        timer(NO_OPERATION, refusal.code()).record(now - arrival.startedNanos(), TimeUnit.NANOSECONDS);
        long due = turnedAway.due(UNKNOWN_CALLER, now);
        if (due > 0) {
            CALLS.atInfo()
                    .addKeyValue("requestId", arrival.requestId())
                    .addKeyValue("surface", arrival.surface().text())
                    .addKeyValue("outcome", refusal.code())
                    .addKeyValue("clientAddress", arrival.clientAddress())
                    .addKeyValue("callsSinceLastLine", due)
                    .log("caller rejected");
        }
    }

    /**
     * Something of ours broke. A server that is away is told in one line, now and then; what has no name always shows
     * its stack.
     */
    void broke(Arrival arrival, @Nullable Operation<?, ?> operation, Throwable cause) {
        long due = cause instanceof Failure ? broken.due(String.valueOf(cause.getMessage()), System.nanoTime()) : 1;
        if (due == 0) {
            return;
        }
        var line = (cause instanceof Failure
                        ? LOGGER.atWarn()
                        : LOGGER.atError().setCause(cause))
                .addKeyValue("requestId", arrival.requestId())
                .addKeyValue("operation", operation == null ? NO_OPERATION : operation.name());
        var root = cause.getCause();
        if (cause instanceof Failure failure) {
            line = line.addKeyValue("effectUnknown", failure.effectUnknown())
                    .addKeyValue("failure", failure.getMessage())
                    .addKeyValue("callsSinceLastLine", due)
                    .addKeyValue("cause", root == null ? "" : String.valueOf(root.getMessage()));
        }
        line.log("call failed");
    }

    private Timer timer(String operation, String code) {
        var byCode = timers.get(operation);
        if (byCode == null) {
            byCode = new HashMap<>();
            timers.put(operation, byCode);
        }
        var timer = byCode.get(code);
        if (timer == null) {
            timer = Timer.builder("tollgate.calls")
                    .description("Duration of calls, by operation and outcome.")
                    .tag("operation", operation)
                    .tag("outcome", code)
                    .register(registry);
            byCode.put(code, timer);
        }
        return timer;
    }
}
