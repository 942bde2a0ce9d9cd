package dev.tollgate.webhooks.replay;

import static dev.tollgate.contract.operation.Declaration.roles;
import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.table.Listing;
import dev.tollgate.webhooks.ReplayId;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.history.WebhookDelivery;
import dev.tollgate.webhooks.holder.Holder;
import dev.tollgate.webhooks.subscription.EventPattern;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be done with replays, on both planes. */
public final class ReplayOperations {

    private static final String APP = "/v1/webhook-replays";
    private static final String CONTROL = "/control/v1/workspaces/{workspace_id}/webhook-replays";
    private static final int TYPES_MAX = 64;
    private static final Access READ = scoped("integrations:read");
    private static final Access WRITE = scoped("integrations:write");
    private static final Access WHO_RUNS = Holder.ROLES;
    private static final Access MEMBERS =
            roles(Role.OPERATOR, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.AGENT, Role.READONLY);

    /** A replay to be made. */
    public record NewReplay(
            @JsonPropertyDescription("The webhook that gets the events once more.")
            WebhookId webhookId,

            @JsonPropertyDescription(
                    "Only events of these types, such as task.created or crm.*; all that the webhook gets, if you do not say.")
            @Size(min = 1, max = TYPES_MAX) @Nullable List<@Size(min = 1, max = EventPattern.CHARS_MAX) String> eventTypes,

            @JsonPropertyDescription(
                    "Only events made at this time or later; events are kept for 30 days, and the last day is replayed if you do not say.")
            @Nullable Instant from,

            @JsonPropertyDescription("Only events made before this time; now, if you do not say.") @Nullable Instant to,

            @JsonPropertyDescription(
                    "Only events whose own delivery to the webhook stands so, such as failed; any, if you do not say.")
            WebhookDelivery.@Nullable Status deliveryStatus) {}

    /** Which replays are wanted. */
    public record ReplayQuery(
            @JsonPropertyDescription("Replays of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor,

            @JsonPropertyDescription("Only replays to this webhook.") @Nullable WebhookId webhookId,

            @JsonPropertyDescription("Only replays that stand so.")
            WebhookReplay.@Nullable Status status) {}

    /** One replay. */
    public record ReplayRef(
            @JsonPropertyDescription("The id of the replay.")
            ReplayId id) {}

    public static final Operation<NewReplay, WebhookReplay> CREATE = Declaration.job(
                    "create_webhook_replay", "webhook_replay")
            .summary("Replay past events to a webhook")
            .description(
                    "Sends events once more, with the same webhook-id as before and outside the order of an ordered "
                            + "webhook. A dry run counts them. It runs on its own; read it to see how far it is. Needs the read "
                            + "scope of every module whose events it covers.")
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
            .description("Newest first.")
            .app("GET", APP, READ)
            .control("GET", CONTROL, MEMBERS)
            .audited("list_webhook_replays") // since the first release: stored audit events are found by it
            .takes(ReplayQuery.class, """
                    {"limit": 10, "status": "running"}""")
            .givesPage(WebhookReplay.class);

    public static final Operation<ReplayRef, WebhookReplay> GET = Declaration.read(
                    "get_webhook_replay", "webhook_replay")
            .summary("Read a webhook replay")
            .description("Gives one replay: how many events it found, and how many deliveries it has made.")
            .app("GET", APP + "/{id}", READ)
            .control("GET", CONTROL + "/{id}", MEMBERS)
            .with(Trait.CONDITIONAL)
            .takes(ReplayRef.class)
            .gives(WebhookReplay.class);

    public static final Operation<ReplayRef, WebhookReplay> CANCEL = Declaration.reduce(
                    "cancel_webhook_replay", "webhook_replay")
            .summary("Cancel a webhook replay")
            .description("No further deliveries are made; those made already go out.")
            .app("POST", APP + "/{id}/cancel", WRITE)
            .control("POST", CONTROL + "/{id}/cancel", WHO_RUNS)
            .event("webhook_replay.canceled")
            .takes(ReplayRef.class)
            .gives(WebhookReplay.class);

    /** All of them, in the order in which people read about them. */
    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, CANCEL);

    private ReplayOperations() {}
}
