package dev.tollgate.webhooks.endpoint;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.event.EventPattern;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.subscription.SigningKeys;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Inputs of the operations on endpoints. */
public final class WebhookInputs {

    static final int SECRET_CHARS_MAX = 128;

    private static final String ONE = "ID of the webhook.";
    private static final String URL = "URL for deliveries: https, with a public host.";
    private static final String EVENT_TYPES =
            "Event types such as task.created, or patterns such as crm.* for all events of a module or " + "resource.";
    private static final String MAX_ATTEMPTS = "Attempts before a delivery fails. Default 10.";
    private static final String RATE_LIMIT = "Rate limit in attempts per second. Default: none.";
    private static final String ORDERED =
            "Whether events of one record are delivered one at a time, in the order of its versions.";
    private static final String METADATA = "Custom fields: a flat object of text, numbers and booleans.";
    private static final String SECRET =
            "Your own signing secret: whsec_ and 24 to 64 bytes in base64. Default: generated.";

    private WebhookInputs() {}

    /** An endpoint to be made. */
    public record NewWebhook(
            @JsonPropertyDescription("Display name.") @Size(min = 1, max = Webhook.NAME_CHARS_MAX) String name,

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
            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor,

            @JsonPropertyDescription("Filter by status.") Webhook.@Nullable Status status) {}

    /** One endpoint. */
    public record WebhookRef(@JsonPropertyDescription(ONE) WebhookId id) {}

    /** Changes to an endpoint. */
    public record WebhookPatch(
            @JsonPropertyDescription(ONE) WebhookId id,

            @JsonPropertyDescription("Display name.") @NotNull @Size(min = 1, max = Webhook.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription(URL) @NotNull @Size(min = 1, max = Webhook.URL_CHARS_MAX) Patch<String> url,

            @JsonPropertyDescription(EVENT_TYPES) @NotNull @Size(min = 1, max = Webhook.EVENT_TYPES_MAX) Patch<List<String>> eventTypes,

            @JsonPropertyDescription(MAX_ATTEMPTS) @NotNull @Min(1) @Max(Webhook.ATTEMPTS_MAX) Patch<Integer> maxAttempts,

            @JsonPropertyDescription("Rate limit in attempts per second. Null removes it.")
            @Min(1) @Max(Webhook.RATE_MAX) Patch<Integer> rateLimit,

            @JsonPropertyDescription(ORDERED) @NotNull Patch<Boolean> ordered,

            @JsonPropertyDescription("Custom fields, merged by name. Null removes a field; other fields stay.")
            Patch<CustomFields> metadata) {}

    /** A new secret for an endpoint. */
    public record SecretRotation(
            @JsonPropertyDescription(ONE) WebhookId id,

            @JsonPropertyDescription("How long the old secret also signs, 0 to 30 days. Default one day.")
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

            @JsonPropertyDescription("Event type whose example is sent. Default webhook.test.")
            @Size(min = 1, max = EventPattern.CHARS_MAX) @Nullable String eventType) {}
}
