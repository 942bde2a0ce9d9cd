package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One request that the receiver got.
 *
 * @param arrivedMicros of the epoch
 * @param status that it answered
 * @param madeAtMicros of the epoch: when the event was made, which is before its commit
 */
record Receipt(
        String path,
        long arrivedMicros,
        int status,
        String webhookId,
        long madeAtMicros,
        String resourceId,
        long version) {

    private static final long MILLI_MICROS = 1_000;

    static Receipt of(JsonNode json) {
        return new Receipt(
                json.path("path").asText(),
                json.path("arrived_micros").asLong(),
                json.path("status").asInt(),
                json.path("headers").path("id").asText(),
                json.path("made_at_millis").asLong() * MILLI_MICROS,
                json.path("resource_id").asText(),
                json.path("version").asLong());
    }

    boolean taken() {
        return status / 100 == 2;
    }

    long latencyMicros() {
        return Math.max(arrivedMicros - madeAtMicros, 0);
    }
}
