package dev.tollgate.gateway.http;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.money.hold.BudgetLeft;
import dev.tollgate.money.hold.RateLimit;
import dev.tollgate.money.hold.RateLimitState;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;

/** Headers of every answer to an authenticated caller, of any protocol. Names are prepared once. */
public final class CallHeaders {

    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized(ArrivalFactory.REQUEST_ID);
    private static final CharSequence CHARGE = HttpHeaders.createOptimized("Tollgate-Charge-Micros");
    private static final CharSequence BALANCE = HttpHeaders.createOptimized("Tollgate-Balance-Micros");
    private static final CharSequence BUDGET = HttpHeaders.createOptimized("Tollgate-Budget-Remaining-Micros");
    private static final CharSequence BUDGET_RESETS = HttpHeaders.createOptimized("Tollgate-Budget-Resets-At");
    private static final CharSequence ENDS = HttpHeaders.createOptimized("Tollgate-Credential-Expires");
    private static final CharSequence RATE_POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
    private static final CharSequence RATE = HttpHeaders.createOptimized("RateLimit");

    private CallHeaders() {}

    /** The request id, and when the credential ends if that is near. */
    public static void about(HttpServerResponse response, RequestContext context) {
        response.putHeader(REQUEST_ID, context.arrival().requestId().text());
        var ends = context.credential().announcedEnd(context.arrival().time());
        if (ends != null) {
            response.putHeader(ENDS, ends.toString());
        }
    }

    /** Charge, balance and rate of a metered call; nothing for others. */
    public static void metered(HttpServerResponse response, CallResult<?> result) {
        var metered = result.metered();
        if (metered == null) {
            return;
        }
        if (!(result.outcome() instanceof Outcome.Refused<?>)) {
            response.putHeader(CHARGE, Long.toString(metered.chargeMicros()));
        }
        if (metered.balanceMicros() != null) {
            response.putHeader(BALANCE, metered.balanceMicros().toString());
        }
        if (metered.budget() != null) {
            budget(response, metered.budget());
        }
        if (metered.rate() != null) {
            rate(response, metered.rate());
        }
    }

    private static void budget(HttpServerResponse response, BudgetLeft budget) {
        response.putHeader(BUDGET, Long.toString(budget.remainingMicros()));
        if (budget.resetsAt() != null) {
            response.putHeader(BUDGET_RESETS, budget.resetsAt().toString());
        }
    }

    private static void rate(HttpServerResponse response, RateLimitState rate) {
        var name = rate.name().equals(RateLimit.TENANT) ? "\"tenant\"" : "\"credential\"";
        long seconds = Math.ceilDiv(rate.resetMillis(), TimeUnit.SECONDS.toMillis(1));
        response.putHeader(RATE_POLICY, name + ";q=" + rate.limit() + ";w=1");
        response.putHeader(RATE, name + ";r=" + rate.remaining() + ";t=" + seconds);
    }
}
