package dev.tollgate.modules.support;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.table.ListInput;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The operations of messages. Fields are described on {@link TicketMessage}. */
public final class TicketMessageOperations {

    public record NewTicketMessage(
            TicketId ticketId,
            String body,
            TicketMessage.Direction direction,
            TicketMessage.@Nullable Visibility visibility,
            Ticket.@Nullable Channel channel,
            @Nullable String authorName,
            @Nullable String authorEmail,
            TicketMessage.@Nullable Author authorType,
            @Nullable Instant occurredAt,

            @JsonPropertyDescription("Overrides the status that follows.")
            Ticket.@Nullable Status setStatus,

            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record TicketMessageQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            TicketId ticketId,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    static final ResourceOperations<TicketMessageId, TicketMessage> MESSAGES = ResourceOperations.of(
                    TicketMessage.class, TicketMessageId.class, "support", "ticket messages")
            .at("/v1/support/tickets/{ticket_id}/messages")
            .withoutUpdate()
            .stored(table -> table.apart("set_status")
                    .startingWith("visibility", TicketMessage.Visibility.PUBLIC)
                    .startingAt("occurred_at")
                    .ruledBy(TicketMessage::faults));

    public static final Operation<NewTicketMessage, TicketMessage> ADD = MESSAGES.create(
            "add",
            "added",
            NewTicketMessage.class,
            """
            {
              "ticket_id": "tkt_01jg000000e008000000000001",
              "body": "We have found the worn gear and send a new one today.",
              "direction": "outbound",
              "author_name": "Grace",
              "set_status": "waiting_on_customer"
            }
            """,
            "Records a message of a ticket; your integration sends it. Inbound reopens the ticket, a public reply of an agent"
                    + " stops clocks.");

    public static final Operation<ListInput<TicketMessageQuery>, Page<TicketMessage>> LIST =
            MESSAGES.list(TicketMessageQuery.class, """
            {"ticket_id": "tkt_01jg000000e008000000000001", "limit": 10}
            """, "Returns the messages of a ticket, newest first.");

    private TicketMessageOperations() {}
}
