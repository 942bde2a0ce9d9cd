package dev.tollgate.gateway.control.credentials;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a secret of a credential was found in public. */
public record CredentialLeak(
        @JsonPropertyDescription("First twelve characters of the secret.")
        String prefix,

        @JsonPropertyDescription("Time of the report.") Instant reportedAt,

        @JsonPropertyDescription("Who reported it.") String reporter,

        @JsonPropertyDescription("Kind of place, as the reporter names it, such as commit.") @Nullable String source,

        @JsonPropertyDescription("URL of the place. Absent if the reporter has none.") @Nullable String url) {}
