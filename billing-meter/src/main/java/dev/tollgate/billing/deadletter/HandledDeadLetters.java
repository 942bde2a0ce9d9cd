package dev.tollgate.billing.deadletter;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What was handled, and what is left. */
public record HandledDeadLetters(
        @JsonPropertyDescription("Dead letters that are no longer open.")
        List<DeadLetterId> handled,

        @JsonPropertyDescription("Of the ids given, those that stay as they are: unknown, resolved before, or not "
                + "to be sent again.")
        List<DeadLetterId> unchanged,

        @JsonPropertyDescription("Dead letters that are still open; at most 10000 are counted.")
        long open) {

    public HandledDeadLetters {
        handled = List.copyOf(handled);
        unchanged = List.copyOf(unchanged);
    }
}
