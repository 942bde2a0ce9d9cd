package dev.tollgate.webhooks.history;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.webhooks.AttemptId;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try to bring a delivery.
 *
 * @param address the one that was connected to
 * @param responseHead status line and headers, at most 4 KiB
 */
public record WebhookAttempt(
        AttemptId id,

        @JsonPropertyDescription("Number of the attempt, from 1.")
        int number,

        WebhookDelivery.Trigger trigger,
        Instant startedAt,

        @JsonPropertyDescription("Duration by step. Steps that were not reached are absent.")
        Durations duration,

        @JsonPropertyDescription("IP address of the connection.") @Nullable String address,

        @Nullable Integer statusCode,

        @JsonPropertyDescription("Error class, such as timeout, dns, tls or status. Absent if it succeeded.") @Nullable String errorClass,

        @JsonPropertyDescription("Status line and headers of the receiver's answer.") @Nullable String responseHead,

        @JsonPropertyDescription("IDs of the keys that signed it.")
        List<String> signingKeyIds,

        @JsonPropertyDescription("Due time of the next attempt, as scheduled after this one.") @Nullable Instant nextAttemptAt,

        long chargeMicros) {

    static final String COLUMNS = """
            id, number, trigger, started_at, dns_micros, connect_micros, tls_micros, first_byte_micros, total_micros,
            address, status_code, error_class, response_head, key_ids, next_attempt_at, charged_micros
            """;

    /** Durations of an attempt's steps, in microseconds. */
    public record Durations(
            @Nullable Long dnsMicros,
            @Nullable Long connectMicros,
            @Nullable Long tlsMicros,
            @Nullable Long firstByteMicros,
            long totalMicros) {}

    public WebhookAttempt {
        signingKeyIds = List.copyOf(signingKeyIds);
    }

    static WebhookAttempt of(Row row) {
        return new WebhookAttempt(
                new AttemptId(row.getUUID("id")),
                row.getInteger("number"),
                EnumColumn.read(row, "trigger", WebhookDelivery.Trigger.class),
                row.getOffsetDateTime("started_at").toInstant(),
                new Durations(
                        row.getLong("dns_micros"),
                        row.getLong("connect_micros"),
                        row.getLong("tls_micros"),
                        row.getLong("first_byte_micros"),
                        row.getLong("total_micros")),
                row.getString("address"),
                row.getInteger("status_code"),
                row.getString("error_class"),
                row.getString("response_head"),
                List.of(row.getArrayOfStrings("key_ids")),
                TimeColumn.read(row, "next_attempt_at"),
                row.getLong("charged_micros"));
    }
}
