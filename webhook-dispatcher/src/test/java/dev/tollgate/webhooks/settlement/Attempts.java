package dev.tollgate.webhooks.settlement;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.delivery.AttemptResult;
import dev.tollgate.webhooks.delivery.Timings;
import dev.tollgate.webhooks.holder.HolderRights;
import dev.tollgate.webhooks.subscription.Subscriber;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Successful attempts of one tenant. */
public final class Attempts {

    private static final UUID SOME = new UUID(1, 1);

    private Attempts() {}

    /** @param id of the attempt and of its usage event */
    public static AttemptOutcome made(UUID id, long heldNanos, long micros) {
        return made(id, heldNanos, micros, null);
    }

    /** One that was held just now, with this head of the receiver's answer. */
    static AttemptOutcome answered(UUID id, String responseHead) {
        return made(id, System.nanoTime(), 50, responseHead);
    }

    private static AttemptOutcome made(UUID id, long heldNanos, long micros, @Nullable String responseHead) {
        var leased = new LeasedDelivery(
                new LeasedDelivery.Key(SOME, SOME, SOME, LeasedDelivery.Key.NATURAL),
                SOME,
                SOME,
                "task.created",
                null,
                "scheduled",
                0,
                null,
                SOME,
                heldNanos,
                0,
                Buffer.buffer());
        var endpoint = new Subscriber(
                new WorkspaceId(SOME),
                new WebhookId(SOME),
                new TenantId(SOME),
                URI.create("https://example.com"),
                List.of("task.*"),
                "active",
                10,
                0,
                false,
                false,
                1,
                HolderRights.ALL);
        var result = new AttemptResult(
                Instant.EPOCH, new Timings(0, 0, 0, 0, 1), null, 200, null, responseHead, null, List.of("whk_1"));
        return new AttemptOutcome(
                leased,
                endpoint,
                id,
                id,
                result,
                new Charge("webhook.attempt", 1, micros, "1", new Charge.Hold(1, 1, null)),
                heldNanos,
                new AttemptOutcome.Next("succeeded", null, null));
    }
}
