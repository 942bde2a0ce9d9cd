package dev.tollgate.webhooks.replay;

import static dev.tollgate.contract.operation.Declaration.everyRole;
import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.event.EventPattern;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.webhooks.ReplayId;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.history.WebhookDelivery;
import dev.tollgate.webhooks.holder.Holder;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on replays, on both planes. */
public final class ReplayOperations {

    private static final String APP = "/v1/webhook-replays";
    private static final String CONTROL = "/control/v1/workspaces/{workspace_id}/webhook-replays";
    private static final int TYPES_MAX = 64;
    private static final Access READ = scoped("integrations:read");
    private static final Access WRITE = scoped("integrations:write");
    private static final Access WHO_RUNS = Holder.ROLES;
    private static final Access MEMBERS = everyRole();

    /** A replay to be made. */
    public record NewReplay(
            @JsonPropertyDescription("Webhook that receives the events again.")
            WebhookId webhookId,

            @JsonPropertyDescription(
                    "Event types or patterns to replay, such as task.created or crm.*. Default: all types of the "
                            + "webhook.")
            @Size(min = 1, max = TYPES_MAX) @Nullable List<@Size(min = 1, max = EventPattern.CHARS_MAX) String> eventTypes,

            @JsonPropertyDescription(
                    "Start of the period, inclusive. Events are kept for 30 days. Default: one day ago.")
            @Nullable Instant from,

            @JsonPropertyDescription("End of the period, exclusive. Default: now.") @Nullable Instant to,

            @JsonPropertyDescription(
                    "Filter by status of the events' latest deliveries to the webhook, such as failed. Default: any.")
            WebhookDelivery.@Nullable Status deliveryStatus) {}

    /** Which replays are wanted. */
    public record ReplayQuery(
            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor,

            @JsonPropertyDescription("Filter by webhook.") @Nullable WebhookId webhookId,

            @JsonPropertyDescription("Filter by status.") WebhookReplay.@Nullable Status status) {}

    /** One replay. */
    public record ReplayRef(
            @JsonPropertyDescription("ID of the replay.") ReplayId id) {}

    public static final Operation<NewReplay, WebhookReplay> CREATE = Declaration.job(
                    "create_webhook_replay", "webhook_replay")
            .summary("Replay past events to a webhook")
            .description("Sends past events again, with their original webhook-id and ignoring the order of an "
                    + "ordered webhook. A dry run only counts them: it answers matched. Runs in the background; use get_webhook_replay "
                    + "for its progress. Requires the read scope of every module whose events it covers.")
            .app("POST", APP, WRITE)
            .control("POST", CONTROL, WHO_RUNS)
            .with(Trait.DRY_RUN)
            .event("webhook_replay.created")
            .inAnyState()
            .takes(NewReplay.class)
            .gives(WebhookReplay.class);

    public static final Operation<ReplayQuery, Page<WebhookReplay>> LIST = Declaration.read(
                    "list_webhook_replays", "webhook_replay")
            .summary("List webhook replays")
            .description("Returns replays, newest first.")
            .app("GET", APP, READ)
            .control("GET", CONTROL, MEMBERS)
            .audited("list_webhook_replays") // since the first release: stored audit events are found by it
            .takes(ReplayQuery.class, """
                    {"limit": 10, "status": "running"}""")
            .givesPage(WebhookReplay.class);

    public static final Operation<ReplayRef, WebhookReplay> GET = Declaration.read(
                    "get_webhook_replay", "webhook_replay")
            .summary("Get a webhook replay")
            .description("Returns the replay with its progress: events found and deliveries created.")
            .app("GET", APP + "/{id}", READ)
            .control("GET", CONTROL + "/{id}", MEMBERS)
            .with(Trait.CONDITIONAL)
            .takes(ReplayRef.class)
            .gives(WebhookReplay.class);

    public static final Operation<ReplayRef, WebhookReplay> CANCEL = Declaration.reduce(
                    "cancel_webhook_replay", "webhook_replay")
            .summary("Cancel a webhook replay")
            .description("Stops a replay: no further deliveries are created; existing ones are still sent.")
            .app("POST", APP + "/{id}/cancel", WRITE)
            .control("POST", CONTROL + "/{id}/cancel", WHO_RUNS)
            .event("webhook_replay.canceled")
            .whileStatus(WebhookReplay.Status.RUNNING)
            .takes(ReplayRef.class)
            .gives(WebhookReplay.class);

    /** All of them, in the order in which people read about them. */
    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, CANCEL);

    private ReplayOperations() {}
}
