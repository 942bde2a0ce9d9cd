package dev.tollgate.webhooks.app;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.records.event.DeliveryId;
import dev.tollgate.webhooks.DeliveryFailure;
import dev.tollgate.webhooks.EndpointCondition;
import dev.tollgate.webhooks.EndpointPaused;
import dev.tollgate.webhooks.EventId;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.endpoint.TestEvents;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The domain events that deliveries make, and the one that test events send. */
final class WebhookEvents {

    /** Data of {@code webhook.test}. */
    record Greeting(String message) {}

    private static final WebhookId WEBHOOK = new WebhookId(UUID.fromString("019abe88-38ce-73c9-a1e8-f7a4f12d8c15"));
    private static final Instant FAILING_SINCE = Instant.parse("2026-11-20T09:00:00Z");

    static final List<EventDeclaration> ALL = List.of(
            new EventDeclaration(
                    TestEvents.PLAIN,
                    "A test event was sent to a webhook.",
                    new Greeting("This is a test event from Tollgate.")),
            new EventDeclaration(
                    "webhook.endpoint_failing",
                    "Attempts at a webhook keep failing.",
                    condition("active", null, FAILING_SINCE, DeliveryLimits.BREAKER_FAILURES)),
            new EventDeclaration(
                    "webhook.endpoint_disabled",
                    "A webhook was disabled; its deliveries wait.",
                    condition("disabled", "failing", FAILING_SINCE, 12)),
            new EventDeclaration(
                    "webhook.endpoint_paused",
                    "A webhook was paused because its holder may no longer read its events.",
                    new EndpointPaused(
                            WEBHOOK,
                            "Orders",
                            "https://hooks.example.com/tollgate",
                            "paused",
                            "holder_lost_access",
                            "api_key",
                            "key_01kaz8g6e5f4wt3m7q9r2v1n0c",
                            List.of("crm:read"))),
            new EventDeclaration(
                    "webhook.endpoint_recovered",
                    "A delivery to a failing webhook succeeded.",
                    condition("active", null, null, 0)),
            new EventDeclaration(
                    "webhook.delivery_failed",
                    "A delivery failed finally; no further attempt is made.",
                    new DeliveryFailure(
                            new DeliveryId(UUID.fromString("019abe88-38ce-7ba1-9b6e-3ad65f6b2c77")),
                            WEBHOOK,
                            new EventId(UUID.fromString("019abe88-38ce-70f2-8d1a-53c19cfa5e02")),
                            "task.created",
                            10,
                            "attempts")));

    private WebhookEvents() {}

    private static EndpointCondition condition(
            String status, @Nullable String reason, @Nullable Instant since, long failed) {
        return new EndpointCondition(
                WEBHOOK, "Orders", "https://hooks.example.com/tollgate", status, reason, since, failed);
    }
}
