package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.audit.RefusalAggregator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records every request: one wide log line, its time by operation and outcome, refusals for the audit. */
public final class CallRecorder {

    private static final Logger CALLS = LoggerFactory.getLogger("dev.tollgate.call");
    private static final Logger LOGGER = LoggerFactory.getLogger(CallRecorder.class);
    private static final String NO_OPERATION = "none";

    private static final String UNKNOWN_CALLER = "unknown caller";

    private final MeterRegistry registry;
    private final RefusalAggregator audit;
    private final CallLogLines lines = new CallLogLines();
    private final Map<String, Map<String, Timer>> timers = new HashMap<>();
    private final CallDurations durations;
    private final LogSampler refusedCalls = new LogSampler();
    private final LogSampler failedCalls = new LogSampler();

    public CallRecorder(MeterRegistry registry, RefusalAggregator audit) {
        this.registry = registry;
        this.durations = new CallDurations(registry);
        this.audit = audit;
    }

    /** A request of a known caller has ended. */
    void left(RequestContext context, @Nullable Operation<?, ?> operation, CallResult<?> result) {
        var code = result.code();
        var arrival = context.arrival();
        long nanos = System.nanoTime() - arrival.startedNanos();
        var name = operation == null ? NO_OPERATION : operation.name();
        timer(name, code).record(nanos, TimeUnit.NANOSECONDS);
        if (operation != null && result.outcome() instanceof Outcome.Done<?>) {
            durations.record(arrival.surface(), operation.effect(), nanos);
        }
        if (operation != null && result.outcome() instanceof Outcome.Refused<?>(var refusal)) {
            refused(context.facts(operation, null), refusal);
        }
        lines.answered(context, name, code, result, nanos);
    }

    private void refused(CallFacts facts, Refusal refusal) {
        if (refusal instanceof Refusal.ServiceUnavailable(var _, var effectUnknown) && !effectUnknown) {
            audit.refusedUnavailable(facts, refusal.code());
        } else {
            audit.refused(facts, refusal.code());
        }
    }

    /** Hands the lines of the calls since the last tick to the log. */
    void tick() {
        lines.flush();
    }

    /**
     * Records a known credential that was refused before its operation was known, with an audit entry for its owner.
     */
    void rejected(RequestContext context, Refusal refusal) {
        audit.refused(context.entry(), refusal.code());
        left(context, null, CallResult.refused(refusal));
    }

    /** Records in the audit what was done and is no call of an operation. */
    void witnessed(CallFacts facts) {
        audit.answered(facts);
    }

    /**
     * Records in the audit what an unknown caller was refused and is no call of an operation; equal refusals of a
     * minute are one entry.
     */
    void witnessed(CallFacts facts, Refusal refusal) {
        audit.refusedStranger(facts, refusal.code());
    }

    /** Records a rejected unknown caller: a metric, and a sampled log line. */
    void rejectedUnknown(Arrival arrival, Refusal refusal) {
        long now = System.nanoTime();
        timer(NO_OPERATION, refusal.code()).record(now - arrival.startedNanos(), TimeUnit.NANOSECONDS);
        long due = refusedCalls.due(UNKNOWN_CALLER, now);
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
     * Records an internal failure. An unavailable server is logged in one sampled line; an unknown failure always shows
     * its stack.
     */
    void broke(Arrival arrival, @Nullable Operation<?, ?> operation, Throwable cause) {
        long due =
                cause instanceof Failure ? failedCalls.due(String.valueOf(cause.getMessage()), System.nanoTime()) : 1;
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
