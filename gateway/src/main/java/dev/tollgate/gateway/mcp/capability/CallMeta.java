package dev.tollgate.gateway.mcp.capability;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.json.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The {@code _meta} of a call: request id, cost, remaining balance, problem. */
public final class CallMeta {

    private static final byte[] REQUEST_ID = ascii("\"dev.tollgate/request_id\":");
    private static final byte[] REPLAYED =
            ascii(",\"dev.tollgate/idempotency_replayed\":true,\"dev.tollgate/original_request_id\":");
    private static final byte[] PROBLEM = JsonText.name("dev.tollgate/problem");
    private static final byte[] CHARGE = JsonText.name("dev.tollgate/charge_micros");
    private static final byte[] BALANCE = JsonText.name("dev.tollgate/balance_micros");
    private static final byte[] BUDGET = JsonText.name("dev.tollgate/budget_remaining_micros");
    private static final String REQUEST = TypeId.prefix(RequestId.class);
    private static final int LENGTH = 192;

    private CallMeta() {}

    /**
     * Members of {@code _meta}, without braces.
     *
     * @param problem the problem document of a refusal, to be shown; null for none
     */
    public static JsonText of(RequestContext context, CallResult<?> result, byte @Nullable [] problem) {
        var meta = new JsonText(LENGTH + (problem == null ? 0 : problem.length))
                .raw(REQUEST_ID)
                .id(REQUEST, context.arrival().requestId().value());
        if (result.outcome() instanceof Outcome.Replayed<?>(var original, var _)) {
            meta.raw(REPLAYED).id(REQUEST, original.value());
        }
        if (problem != null) {
            meta.raw(PROBLEM).raw(problem);
        }
        var metered = result.metered();
        if (metered == null) {
            return meta;
        }
        if (!(result.outcome() instanceof Outcome.Refused<?>)) {
            meta.raw(CHARGE).number(metered.chargeMicros());
        }
        if (metered.balanceMicros() != null) {
            meta.raw(BALANCE).number(metered.balanceMicros());
        }
        if (metered.budget() != null) {
            meta.raw(BUDGET).number(metered.budget().remainingMicros());
        }
        return meta;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
