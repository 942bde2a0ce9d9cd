package dev.tollgate.webhooks.endpoint;

import static dev.tollgate.contract.operation.Declaration.everyRole;
import static dev.tollgate.contract.operation.Declaration.scoped;

import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.webhooks.endpoint.WebhookInputs.NewWebhook;
import dev.tollgate.webhooks.endpoint.WebhookInputs.SecretRotation;
import dev.tollgate.webhooks.endpoint.WebhookInputs.TestEvent;
import dev.tollgate.webhooks.endpoint.WebhookInputs.WebhookPatch;
import dev.tollgate.webhooks.endpoint.WebhookInputs.WebhookQuery;
import dev.tollgate.webhooks.endpoint.WebhookInputs.WebhookRef;
import dev.tollgate.webhooks.history.WebhookDelivery;
import dev.tollgate.webhooks.holder.Holder;
import java.util.List;

/** Operations on webhook endpoints, on both planes. */
public final class WebhookOperations {

    private static final String APP = "/v1/webhooks";
    private static final String CONTROL = "/control/v1/workspaces/{workspace_id}/webhooks";
    private static final String ONE = "/{id}";
    private static final Access READ = scoped("integrations:read");
    private static final Access WRITE = scoped("integrations:write");
    private static final Access WHO_RUNS = Holder.ROLES;
    private static final Access MEMBERS = everyRole();

    public static final Operation<NewWebhook, IssuedWebhook> CREATE = Declaration.create("create_webhook", "webhook")
            .summary("Create a webhook")
            .description("Sends future events of the named types to the URL, signed. Returns the webhook with its "
                    + "signing secret, which is shown only once. Requires the read scope of every module whose "
                    + "events it covers.")
            .app("POST", APP, WRITE)
            .control("POST", CONTROL, WHO_RUNS)
            .with(Trait.SECRET_ANSWER)
            .event("webhook.created")
            .takes(NewWebhook.class, """
                    {
                      "name": "Orders",
                      "url": "https://hooks.example.com/tollgate",
                      "event_types": ["task.created", "crm.*"],
                      "max_attempts": 10,
                      "rate_limit": 50,
                      "ordered": false,
                      "metadata": {"team": "sales"}
                    }
                    """)
            .gives(IssuedWebhook.class);

    public static final Operation<WebhookQuery, Page<Webhook>> LIST = Declaration.read("list_webhooks", "webhook")
            .summary("List webhooks")
            .description("Returns webhooks, newest first, including archived ones.")
            .app("GET", APP, READ)
            .control("GET", CONTROL, MEMBERS)
            .takes(WebhookQuery.class, """
                    {"limit": 10, "status": "active"}""")
            .givesPage(Webhook.class);

    public static final Operation<WebhookRef, ShownWebhook> GET = Declaration.read("get_webhook", "webhook")
            .summary("Get a webhook")
            .description("Returns the webhook with the ids of its signing keys and the health of its receiver.")
            .app("GET", APP + ONE, READ)
            .control("GET", CONTROL + ONE, MEMBERS)
            .with(Trait.CONDITIONAL)
            .takes(WebhookRef.class)
            .gives(ShownWebhook.class);

    public static final Operation<WebhookPatch, Webhook> UPDATE = Declaration.write("update_webhook", "webhook")
            .summary("Update a webhook")
            .description("Changes only the fields that are sent, and makes the caller its holder. Waiting deliveries "
                    + "use the new URL too. Requires the read scope of every module whose events it covers.")
            .app("PATCH", APP + ONE, WRITE)
            .control("PATCH", CONTROL + ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .event("webhook.updated")
            .whileActive()
            .whileStatus(Webhook.Status.ACTIVE, Webhook.Status.PAUSED, Webhook.Status.DISABLED)
            .takes(WebhookPatch.class)
            .gives(Webhook.class);

    public static final Operation<WebhookRef, Webhook> PAUSE = Declaration.reduce("pause_webhook", "webhook")
            .summary("Pause a webhook")
            .description("Pauses a webhook: its deliveries wait until it is resumed; none is lost.")
            .app("POST", APP + ONE + "/pause", WRITE)
            .control("POST", CONTROL + ONE + "/pause", WHO_RUNS)
            .with(Trait.LOSSLESS)
            .with(Trait.CONDITIONAL)
            .event("webhook.paused")
            .whileStatus(Webhook.Status.ACTIVE)
            .takes(WebhookRef.class)
            .gives(Webhook.class);

    public static final Operation<WebhookRef, Webhook> RESUME = Declaration.write("resume_webhook", "webhook")
            .summary("Resume a webhook")
            .description("Activates a paused or disabled webhook, sends its waiting deliveries, and makes the caller "
                    + "its holder. Requires the read scope of every module whose events it covers.")
            .app("POST", APP + ONE + "/resume", WRITE)
            .control("POST", CONTROL + ONE + "/resume", WHO_RUNS)
            .with(Trait.LOSSLESS)
            .with(Trait.CONDITIONAL)
            .event("webhook.resumed")
            .whileActive()
            .whileStatus(Webhook.Status.PAUSED, Webhook.Status.DISABLED)
            .takes(WebhookRef.class)
            .gives(Webhook.class);

    public static final Operation<WebhookRef, Webhook> ARCHIVE = Declaration.reduce("archive_webhook", "webhook")
            .summary("Archive a webhook")
            .description(
                    "Archives a webhook for good: nothing more is sent, and undelivered events fail. Past deliveries stay readable "
                            + "for their retention period.")
            .app("POST", APP + ONE + "/archive", WRITE)
            .control("POST", CONTROL + ONE + "/archive", WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .event("webhook.archived")
            .whileStatus(Webhook.Status.ACTIVE, Webhook.Status.PAUSED, Webhook.Status.DISABLED)
            .takes(WebhookRef.class)
            .gives(Webhook.class);

    public static final Operation<SecretRotation, IssuedWebhook> ROTATE = Declaration.write(
                    "rotate_webhook_secret", "webhook")
            .summary("Rotate a webhook's secret")
            .description("Returns a new signing secret, shown only once. The previous secret also signs for the "
                    + "overlap, by default one day; an older one ends at once.")
            .app("POST", APP + ONE + "/rotate-secret", WRITE)
            .control("POST", CONTROL + ONE + "/rotate-secret", WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .with(Trait.SECRET_ANSWER)
            .event("webhook.secret_rotated")
            .audited("rotate_secret")
            .whileActive()
            .whileStatus(Webhook.Status.ACTIVE, Webhook.Status.PAUSED, Webhook.Status.DISABLED)
            .takes(SecretRotation.class)
            .gives(IssuedWebhook.class);

    public static final Operation<TestEvent, WebhookDelivery> TEST = Declaration.write(
                    "send_test_webhook_event", "webhook")
            .summary("Send a test event to a webhook")
            .description("Sends the example of an event type, signed and recorded like any delivery; also to a paused "
                    + "webhook. Use get_webhook_delivery for the result.")
            .app("POST", APP + ONE + "/test", WRITE)
            .control("POST", CONTROL + ONE + "/test", WHO_RUNS)
            .with(Trait.LOSSLESS)
            .with(Trait.STARTS_CHARGES)
            .audited("send_test_event")
            .inAnyState()
            .whileStatus(Webhook.Status.ACTIVE, Webhook.Status.PAUSED)
            .takes(TestEvent.class)
            .gives(WebhookDelivery.class);

    /** All of them, in the order in which people read about them. */
    public static final List<Operation<?, ?>> ALL =
            List.of(CREATE, LIST, GET, UPDATE, PAUSE, RESUME, ARCHIVE, ROTATE, TEST);

    private WebhookOperations() {}
}
