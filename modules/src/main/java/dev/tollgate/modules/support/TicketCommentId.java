package dev.tollgate.modules.support;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.reference.RecordOf;
import java.util.UUID;

@IdPrefix("tcm")
@RecordOf("support.ticket_comment")
public record TicketCommentId(UUID value) implements Id {
    @Override
    public String toString() {
        return text();
    }
}
