package dev.tollgate.billing.deadletter;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which dead letters to send again, and why. */
public record ResendChoice(
        @JsonPropertyDescription(
                "Dead letters to send again. Default: the oldest that can be sent, at most 100, of those "
                        + "whose event could be read.")
        @Size(min = 1, max = IDS_MAX) @Nullable List<DeadLetterId> ids,

        @JsonPropertyDescription("Why, for the record.") @Size(min = 1, max = REASON_CHARS_MAX) String reason) {

    static final int IDS_MAX = 100;
    static final int REASON_CHARS_MAX = 500;
}
