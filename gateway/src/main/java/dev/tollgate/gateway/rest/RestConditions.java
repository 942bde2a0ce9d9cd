package dev.tollgate.gateway.rest;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the headers of a call demand: an idempotency key and versions. */
sealed interface RestConditions {

    /** The header that makes a repeated write take effect once. */
    CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("Idempotency-Key");

    int KEY_LENGTH_MAX = 255;
    Pattern VERSION = Pattern.compile("\"(\\d{1,18})\"");

    /** Understood; {@code dryRun} is the query's to say. */
    record Given(Conditions conditions) implements RestConditions {}

    /** A header that is not what it should be. */
    record Faulty(Refusal refusal) implements RestConditions {}

    static RestConditions of(Operation<?, ?> operation, MultiMap headers) {
        var key = operation.changes() ? headers.get(IDEMPOTENCY_KEY) : null;
        if (key == null && operation.has(Trait.KEY_REQUIRED)) {
            return malformed("This operation needs the header Idempotency-Key.");
        }
        if (key != null && !isKey(key)) {
            return malformed("Idempotency-Key is 1 to " + KEY_LENGTH_MAX + " printable ASCII characters.");
        }
        var ifMatch = headers.get(HttpHeaders.IF_MATCH);
        if (ifMatch == null || ifMatch.equals("*")) {
            return key == null ? new Given(unconditional(operation, headers)) : given(key, null);
        }
        if (!operation.has(Trait.CONDITIONAL) || !operation.changes()) {
            return malformed("This operation takes no If-Match.");
        }
        var version = VERSION.matcher(ifMatch);
        return version.matches()
                ? given(key, Long.valueOf(version.group(1)))
                : malformed("If-Match is one ETag of the record, such as \"3\".");
    }

    private static Conditions unconditional(Operation<?, ?> operation, MultiMap headers) {
        return Accepted.table(operation, headers) ? Conditions.TABLE : Conditions.NONE;
    }

    private static RestConditions given(@Nullable String key, @Nullable Long ifVersion) {
        return new Given(new Conditions(key, ifVersion, null, false));
    }

    private static RestConditions malformed(String detail) {
        return new Faulty(new Refusal.MalformedRequest(detail));
    }

    private static boolean isKey(String key) {
        return !key.isEmpty()
                && key.length() <= KEY_LENGTH_MAX
                && key.chars().allMatch(letter -> letter >= ' ' && letter <= '~');
    }
}
