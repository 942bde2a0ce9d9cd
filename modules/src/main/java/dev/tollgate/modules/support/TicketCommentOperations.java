package dev.tollgate.modules.support;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.table.ListInput;
import org.jspecify.annotations.Nullable;

/** The operations of comments. Fields are described on {@link TicketComment}. */
public final class TicketCommentOperations {

    public record NewTicketComment(
            TicketId ticketId,
            String body,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record TicketCommentQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            TicketId ticketId,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    static final ResourceOperations<TicketCommentId, TicketComment> COMMENTS = ResourceOperations.of(
                    TicketComment.class, TicketCommentId.class, "support", "ticket comments")
            .at("/v1/support/tickets/{ticket_id}/comments")
            .withoutUpdate();

    public static final Operation<NewTicketComment, TicketComment> ADD = COMMENTS.create(
            "add", "added", NewTicketComment.class, """
            {"ticket_id": "tkt_01jg000000e008000000000001", "body": "The same gear broke in March."}
            """, "Adds a note for the team, which the customer does not see.");

    public static final Operation<ListInput<TicketCommentQuery>, Page<TicketComment>> LIST =
            COMMENTS.list(TicketCommentQuery.class, """
            {"ticket_id": "tkt_01jg000000e008000000000001", "limit": 10}
            """, "Returns the comments on a ticket, newest first.");

    private TicketCommentOperations() {}
}
