package dev.tollgate.webhooks.endpoint;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.Listing;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.subscription.EventPattern;
import dev.tollgate.webhooks.subscription.SigningKeys;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What callers say about endpoints. */
public final class WebhookInputs {

    static final int SECRET_CHARS_MAX = 128;

    private static final String ONE = "The id of the webhook.";
    private static final String URL = "Where deliveries go: an https URL of a public host.";
    private static final String EVENT_TYPES =
            "Which events it gets: types such as task.created, or crm.* for all of a module or of a resource.";
    private static final String MAX_ATTEMPTS = "Attempts of one delivery before it has failed; 10 if you do not say.";
    private static final String RATE_LIMIT = "Attempts per second at most; as many as there are, if you do not say.";
    private static final String ORDERED =
            "Whether the events of one record arrive in the order of its versions, one by one.";
    private static final String METADATA = "Fields of your own: a flat object of text, numbers and booleans.";
    private static final String SECRET =
            "A signing secret of your own: whsec_ and 24 to 64 bytes in base64. One is made, if you do not say.";

    private WebhookInputs() {}

    /** An endpoint to be made. */
    public record NewWebhook(
            @JsonPropertyDescription("What people call it.") @Size(min = 1, max = Webhook.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription(URL) @Size(min = 1, max = Webhook.URL_CHARS_MAX) String url,

            @JsonPropertyDescription(EVENT_TYPES) @Size(min = 1, max = Webhook.EVENT_TYPES_MAX) List<@Size(min = 1, max = EventPattern.CHARS_MAX) String> eventTypes,

            @JsonPropertyDescription(MAX_ATTEMPTS) @Min(1) @Max(Webhook.ATTEMPTS_MAX) @Nullable Integer maxAttempts,

            @JsonPropertyDescription(RATE_LIMIT) @Min(1) @Max(Webhook.RATE_MAX) @Nullable Integer rateLimit,

            @JsonPropertyDescription(ORDERED) @Nullable Boolean ordered,

            @JsonPropertyDescription(METADATA) @Nullable CustomFields metadata,

            @JsonPropertyDescription(SECRET) @Size(min = 1, max = SECRET_CHARS_MAX) @Nullable String secret) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "a webhook to " + url;
        }
    }

    /** Which endpoints are wanted. */
    public record WebhookQuery(
            @JsonPropertyDescription("Webhooks of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor,

            @JsonPropertyDescription("Only webhooks in this state.")
            Webhook.@Nullable Status status) {}

    /** One endpoint. */
    public record WebhookRef(@JsonPropertyDescription(ONE) WebhookId id) {}

    /** What is to become of an endpoint. */
    public record WebhookPatch(
            @JsonPropertyDescription(ONE) WebhookId id,

            @JsonPropertyDescription("What people call it.") @NotNull @Size(min = 1, max = Webhook.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription(URL) @NotNull @Size(min = 1, max = Webhook.URL_CHARS_MAX) Patch<String> url,

            @JsonPropertyDescription(EVENT_TYPES) @NotNull @Size(min = 1, max = Webhook.EVENT_TYPES_MAX) Patch<List<String>> eventTypes,

            @JsonPropertyDescription(MAX_ATTEMPTS) @NotNull @Min(1) @Max(Webhook.ATTEMPTS_MAX) Patch<Integer> maxAttempts,

            @JsonPropertyDescription("Attempts per second at most; null takes the limit away.")
            @Min(1) @Max(Webhook.RATE_MAX) Patch<Integer> rateLimit,

            @JsonPropertyDescription(ORDERED) @NotNull Patch<Boolean> ordered,

            @JsonPropertyDescription("Fields of your own, merged by name: null removes one, other names stay.")
            Patch<CustomFields> metadata) {}

    /** A new secret for an endpoint. */
    public record SecretRotation(
            @JsonPropertyDescription(ONE) WebhookId id,

            @JsonPropertyDescription(
                    "How long the old secret goes on to sign too: 0 to 30 days, a day if you do not say.")
            @Min(0) @Max(SigningKeys.OVERLAP_SECONDS_MAX) @Nullable Integer overlapSeconds,

            @JsonPropertyDescription(SECRET) @Size(min = 1, max = SECRET_CHARS_MAX) @Nullable String secret) {

        /** Shows no secret. */
        @Override
        public String toString() {
            return "a new secret for " + id;
        }
    }

    /** An event to try an endpoint with. */
    public record TestEvent(
            @JsonPropertyDescription(ONE) WebhookId id,

            @JsonPropertyDescription("The type whose example is sent; webhook.test, if you do not say.")
            @Size(min = 1, max = EventPattern.CHARS_MAX) @Nullable String eventType) {}
}
