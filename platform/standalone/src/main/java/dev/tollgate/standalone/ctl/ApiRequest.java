package dev.tollgate.standalone.ctl;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call to be made.
 *
 * @param target path and query
 * @param headers beside the token
 * @param body JSON; null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are sent unchanged
record ApiRequest(String method, String target, Map<String, String> headers, byte @Nullable [] body) {
    static final String KEY = "Idempotency-Key";

    ApiRequest {
        headers = Map.copyOf(headers);
    }

    /** The key by which a repetition is known; null for a read. */
    @Nullable String key() {
        return headers.get(KEY);
    }

    boolean changes() {
        return headers.containsKey(KEY);
    }
}
