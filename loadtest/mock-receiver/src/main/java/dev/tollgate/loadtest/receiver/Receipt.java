package dev.tollgate.loadtest.receiver;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One received request.
 *
 * @param port of the listener
 * @param arrivedMicros of the epoch
 * @param status what was answered; 0 for no answer
 * @param type of the event; empty where the body is no event
 * @param madeAtMillis of the epoch: the envelope's timestamp; 0 without one
 * @param resourceId the id in the event's data; empty without one
 * @param version the version in the event's data; 0 without one
 */
public record Receipt(
        int port,
        String path,
        @JsonProperty("arrived_micros") long arrivedMicros,
        int status,
        Headers headers,
        @JsonProperty("body_bytes") int bodyBytes,
        String type,
        @JsonProperty("made_at_millis") long madeAtMillis,
        @JsonProperty("resource_id") String resourceId,
        long version) {

    /** The headers of Standard Webhooks; empty where absent. */
    public record Headers(
            String id,
            String timestamp,
            String signature,
            @JsonProperty("user_agent") String userAgent,
            String host) {}

    /** Whether it was answered with a 2xx. */
    public boolean accepted() {
        return status / 100 == 2;
    }
}
