package dev.tollgate.modules.support;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.work.RecordChange;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** A clock of a ticket that was missed: the data of {@code ticket.sla_breached}. */
public record TicketSlaBreach(
        TicketId id,

        @JsonPropertyDescription("Version of the ticket that records it.")
        long version,

        @JsonPropertyDescription("first_response, next_response or resolution.")
        SlaClock clock,

        @JsonPropertyDescription("When it was due.") Instant dueAt)
        implements Resource {

    static final String EVENT = "ticket.sla_breached";

    static final TicketSlaBreach EXAMPLE = new TicketSlaBreach(
            new TicketId(new UUID(0x0194_0c00_0000_7000L, 0x8000_0000_0000_0001L)),
            2,
            SlaClock.FIRST_RESPONSE,
            Instant.parse("2030-01-14T08:30:00Z"));

    /** The breaches that a change of a ticket records, for audit and events. */
    static List<RecordChange> of(Ticket before, Ticket after) {
        return Stream.of(SlaClock.values())
                .filter(clock -> !Objects.equals(before.breachedAt(clock), after.breachedAt(clock)))
                .flatMap(clock -> Stream.ofNullable(after.breachedAt(clock))
                        .map(due -> new TicketSlaBreach(after.id(), after.version(), clock, due)))
                .map(breach -> RecordChange.created(breach).as("ticket", EVENT))
                .toList();
    }
}
