package dev.tollgate.gateway.http;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.money.hold.BudgetLeft;
import dev.tollgate.money.hold.RateLimit;
import dev.tollgate.money.hold.RateLimitState;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

    private static final String ID_PREFIX = TypeId.prefix(RequestId.class);
    private static final int ID_LENGTH = ID_PREFIX.length() + 1 + TypeId.SUFFIX_LENGTH;

    /** Texts of charges, most of which are small. */
    private static final String[] NUMBERS =
            IntStream.range(0, 1_024).mapToObj(Integer::toString).toArray(String[]::new);

    /** The policies last used, by limit: a few tens are in use in a process. */
    private static final @Nullable Policy[] POLICIES = new Policy[128];

    /** The value of RateLimit-Policy. Immutable, so threads that replace one another's lose nothing. */
    private record Policy(String name, int limit, String text) {}

    private CallHeaders() {}

    /** The request id, and when the credential ends if that is near. */
    public static void about(HttpServerResponse response, RequestContext context) {
        response.putHeader(REQUEST_ID, text(context.arrival().requestId()));
        var ends = context.credential().announcedEnd(context.arrival().time());
        if (ends != null) {
            response.putHeader(ENDS, ends.toString());
        }
    }

    private static CharSequence text(RequestId id) {
        var letters = new byte[ID_LENGTH];
        var _ = TypeId.write(ID_PREFIX, id.value(), letters, 0);
        return new AsciiString(letters, false);
    }

    /** Charge, balance and rate of a metered call; nothing for others. */
    public static void metered(HttpServerResponse response, CallResult<?> result) {
        var metered = result.metered();
        if (metered == null) {
            return;
        }
        if (!(result.outcome() instanceof Outcome.Refused<?>)) {
            response.putHeader(CHARGE, number(metered.chargeMicros()));
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
        response.putHeader(RATE_POLICY, policy(name, rate.limit()));
        response.putHeader(RATE, name + ";r=" + rate.remaining() + ";t=" + seconds);
    }

    private static String policy(String name, int limit) {
        int at = (name.length() + limit) & (POLICIES.length - 1);
        var known = POLICIES[at];
        if (known == null || known.limit() != limit || !known.name().equals(name)) {
            known = new Policy(name, limit, name + ";q=" + limit + ";w=1");
            POLICIES[at] = known;
        }
        return known.text();
    }

    private static String number(long value) {
        return value >= 0 && value < NUMBERS.length ? NUMBERS[(int) value] : Long.toString(value);
    }
}
