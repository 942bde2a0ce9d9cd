package dev.tollgate.webhooks.endpoint;

import static dev.tollgate.contract.operation.Declaration.roles;
import static dev.tollgate.contract.operation.Declaration.scoped;

import dev.tollgate.contract.caller.Role;
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

/** What can be done with webhook endpoints, on both planes. */
public final class WebhookOperations {

    private static final String APP = "/v1/webhooks";
    private static final String CONTROL = "/control/v1/workspaces/{workspace_id}/webhooks";
    private static final String ONE = "/{id}";
    private static final Access READ = scoped("integrations:read");
    private static final Access WRITE = scoped("integrations:write");
    private static final Access WHO_RUNS = Holder.ROLES;
    private static final Access MEMBERS =
            roles(Role.OPERATOR, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.AGENT, Role.READONLY);

    public static final Operation<NewWebhook, IssuedWebhook> CREATE = Declaration.create("create_webhook", "webhook")
            .summary("Create a webhook")
            .description(
                    "Events of the types you name are sent to the URL, signed, from now on. The answer holds the "
                            + "signing secret, which is not shown again. Needs the read scope of every module whose events it covers.")
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
            .description("Newest first, archived ones too.")
            .app("GET", APP, READ)
            .control("GET", CONTROL, MEMBERS)
            .takes(WebhookQuery.class, """
                    {"limit": 10, "status": "active"}""")
            .givesPage(Webhook.class);

    public static final Operation<WebhookRef, ShownWebhook> GET = Declaration.read("get_webhook", "webhook")
            .summary("Read a webhook")
            .description("Gives one webhook with the ids of its signing keys and how its receiver does.")
            .app("GET", APP + ONE, READ)
            .control("GET", CONTROL + ONE, MEMBERS)
            .with(Trait.CONDITIONAL)
            .takes(WebhookRef.class)
            .gives(ShownWebhook.class);

    public static final Operation<WebhookPatch, Webhook> UPDATE = Declaration.write("update_webhook", "webhook")
            .summary("Change a webhook")
            .description(
                    "Changes only the fields you send, and makes you its holder. What is on its way already goes to the new "
                            + "URL too. Needs the read scope of every module whose events it covers.")
            .app("PATCH", APP + ONE, WRITE)
            .control("PATCH", CONTROL + ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .event("webhook.updated")
            .whileActive()
            .takes(WebhookPatch.class)
            .gives(Webhook.class);

    public static final Operation<WebhookRef, Webhook> PAUSE = Declaration.reduce("pause_webhook", "webhook")
            .summary("Pause a webhook")
            .description("Deliveries wait from now on, and go out when it is resumed; none is lost.")
            .app("POST", APP + ONE + "/pause", WRITE)
            .control("POST", CONTROL + ONE + "/pause", WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .event("webhook.paused")
            .takes(WebhookRef.class)
            .gives(Webhook.class);

    public static final Operation<WebhookRef, Webhook> RESUME = Declaration.write("resume_webhook", "webhook")
            .summary("Resume a webhook")
            .description(
                    "Makes a paused or disabled webhook active again, and you its holder; what has waited goes out. Needs the "
                            + "read scope of every module whose events it covers.")
            .app("POST", APP + ONE + "/resume", WRITE)
            .control("POST", CONTROL + ONE + "/resume", WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .event("webhook.resumed")
            .inAnyState()
            .takes(WebhookRef.class)
            .gives(Webhook.class);

    public static final Operation<WebhookRef, Webhook> ARCHIVE = Declaration.reduce("archive_webhook", "webhook")
            .summary("Archive a webhook")
            .description(
                    "For good: nothing is sent any more, and what was not delivered has failed. Its deliveries can "
                            + "be read as long as they are kept.")
            .app("POST", APP + ONE + "/archive", WRITE)
            .control("POST", CONTROL + ONE + "/archive", WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .event("webhook.archived")
            .takes(WebhookRef.class)
            .gives(Webhook.class);

    public static final Operation<SecretRotation, IssuedWebhook> ROTATE = Declaration.write(
                    "rotate_webhook_secret", "webhook")
            .summary("Rotate a webhook's secret")
            .description(
                    "Gives the webhook a new signing secret, shown in this answer only. The old one goes on to sign "
                            + "too for the overlap, a day unless said; one that was already being replaced ends at once.")
            .app("POST", APP + ONE + "/rotate-secret", WRITE)
            .control("POST", CONTROL + ONE + "/rotate-secret", WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .with(Trait.SECRET_ANSWER)
            .event("webhook.secret_rotated")
            .audited("rotate_secret")
            .whileActive()
            .takes(SecretRotation.class)
            .gives(IssuedWebhook.class);

    public static final Operation<TestEvent, WebhookDelivery> TEST = Declaration.write(
                    "send_test_webhook_event", "webhook")
            .summary("Send a test event to a webhook")
            .description("Sends the example of an event type, signed and recorded like any other delivery; also to a "
                    + "webhook that is paused. Read the delivery to see how the attempt went.")
            .app("POST", APP + ONE + "/test", WRITE)
            .control("POST", CONTROL + ONE + "/test", WHO_RUNS)
            .with(Trait.STARTS_CHARGES)
            .audited("send_test_event")
            .inAnyState()
            .takes(TestEvent.class)
            .gives(WebhookDelivery.class);

    /** All of them, in the order in which people read about them. */
    public static final List<Operation<?, ?>> ALL =
            List.of(CREATE, LIST, GET, UPDATE, PAUSE, RESUME, ARCHIVE, ROTATE, TEST);

    private WebhookOperations() {}
}
