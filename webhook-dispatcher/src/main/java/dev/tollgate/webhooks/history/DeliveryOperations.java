package dev.tollgate.webhooks.history;

import static dev.tollgate.contract.operation.Declaration.everyRole;
import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.event.DeliveryId;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.holder.Holder;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on deliveries, on both planes. */
public final class DeliveryOperations {

    private static final String APP = "/v1/webhook-deliveries";
    private static final String CONTROL = "/control/v1/workspaces/{workspace_id}/webhook-deliveries";
    private static final int TYPE_CHARS_MAX = 128;
    private static final Access READ = scoped("integrations:read");
    private static final Access MEMBERS = everyRole();

    /** Which deliveries are wanted. */
    public record DeliveryQuery(
            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor,

            @JsonPropertyDescription("Filter by webhook.") @Nullable WebhookId webhookId,

            @JsonPropertyDescription("Filter by event type.") @Size(max = TYPE_CHARS_MAX) @Nullable String eventType,

            @JsonPropertyDescription("Filter by status.") WebhookDelivery.@Nullable Status status,

            @JsonPropertyDescription("Filter by creation time, inclusive lower bound.") @Nullable Instant from,

            @JsonPropertyDescription("Filter by creation time, exclusive upper bound.") @Nullable Instant to,

            @JsonPropertyDescription("Filter by the request id of the call that caused the event.") @Nullable RequestId requestId) {}

    /** One delivery. */
    public record DeliveryRef(
            @JsonPropertyDescription("ID of the delivery.") DeliveryId id) {}

    public static final Operation<DeliveryQuery, Page<WebhookDelivery>> LIST = Declaration.read(
                    "list_webhook_deliveries", "webhook_delivery")
            .summary("List webhook deliveries")
            .description("Use this to find failed or waiting deliveries. Newest first. All filters must match.")
            .app("GET", APP, READ)
            .control("GET", CONTROL, MEMBERS)
            .with(Trait.CSV)
            .takes(DeliveryQuery.class, """
                    {"limit": 10, "event_type": "task.created", "status": "failed"}""")
            .givesPage(WebhookDelivery.class);

    public static final Operation<DeliveryRef, ShownDelivery> GET = Declaration.read(
                    "get_webhook_delivery", "webhook_delivery")
            .summary("Get a webhook delivery")
            .description("Use this to find out why a delivery failed. Returns the delivery with its attempts: time, "
                    + "duration, address and the receiver's answer.")
            .app("GET", APP + "/{id}", READ)
            .control("GET", CONTROL + "/{id}", MEMBERS)
            .takes(DeliveryRef.class)
            .gives(ShownDelivery.class);

    public static final Operation<DeliveryRef, WebhookDelivery> RETRY = Declaration.write(
                    "retry_webhook_delivery", "webhook_delivery")
            .summary("Retry a webhook delivery")
            .description("Starts an attempt now for a failed or waiting delivery, ignoring the order of an ordered "
                    + "webhook. To repeat a successful one, create a replay.")
            .app("POST", APP + "/{id}/retry", scoped("integrations:write"))
            .control("POST", CONTROL + "/{id}/retry", Holder.ROLES)
            .with(Trait.LOSSLESS)
            .with(Trait.STARTS_CHARGES)
            .inAnyState()
            .whileStatus(WebhookDelivery.Status.PENDING, WebhookDelivery.Status.RETRYING, WebhookDelivery.Status.FAILED)
            .takes(DeliveryRef.class)
            .gives(WebhookDelivery.class);

    /** All of them, in the order in which people read about them. */
    public static final List<Operation<?, ?>> ALL = List.of(LIST, GET, RETRY);

    private DeliveryOperations() {}
}
