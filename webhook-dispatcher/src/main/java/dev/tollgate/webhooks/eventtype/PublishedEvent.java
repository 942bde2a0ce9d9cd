package dev.tollgate.webhooks.eventtype;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.webhooks.EventId;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a caller has published, without its data.
 *
 * @param version what events of one subject are ordered by
 */
public record PublishedEvent(
        EventId id,

        @JsonPropertyDescription("Registered event type, such as order.paid.")
        @Size(min = 1, max = RegisteredType.CHARS_MAX) String type,

        @JsonPropertyDescription("What it is about, in free text. Ordered webhooks get events of one subject in order.")
        @Size(min = 1, max = EventTypeOperations.SUBJECT_CHARS_MAX) @Nullable String subject,

        @JsonPropertyDescription("When it happened, RFC 3339 with an offset. Default: now.")
        Instant occurredAt,

        @JsonPropertyDescription("Revision of the type whose schema the data fits.")
        int revision,

        @JsonPropertyDescription("Orders the events of a subject.")
        long version)
        implements Resource {}
