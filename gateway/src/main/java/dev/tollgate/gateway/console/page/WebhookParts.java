package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.chart.Gauge;
import dev.tollgate.gateway.console.page.ListParts.Wanted;
import dev.tollgate.gateway.console.page.ShownRecord.Part;
import dev.tollgate.gateway.console.page.ShownValue.Tone;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What pages of webhooks show besides the record: health first, then deliveries and replays. One per event loop. */
final class WebhookParts {

    private static final String WORKSPACE = Places.ROOT + "/workspaces/{workspace_id}";
    private static final String DELIVERIES = WORKSPACE + "/webhook-deliveries";
    private static final String REPLAYS = WORKSPACE + "/webhook-replays";

    private final ListParts lists;

    WebhookParts(ListParts lists) {
        this.lists = lists;
    }

    /** The parts of one webhook. */
    Future<List<Part>> of(Look<Place.Shown> look, JsonNode webhook) {
        var workspace = List.of(look.parameters().getFirst());
        var ofThis = Map.of("webhook_id", webhook.path("id").asText());
        var deliveries = lists.of(look, workspace, new Wanted("Latest deliveries", DELIVERIES, ofThis));
        var replays = lists.of(look, workspace, new Wanted("Replays", REPLAYS, ofThis));
        return Future.all(deliveries, replays).map(_ -> {
            var all = new ArrayList<Part>();
            all.add(health(webhook));
            all.addAll(deliveries.result());
            all.addAll(replays.result());
            return List.copyOf(all);
        });
    }

    /** What is wrong in the whole workspace, above the list of webhooks. */
    Future<List<Part>> failing(Look<Place.Shown> look) {
        var retrying =
                lists.of(look, look.parameters(), new Wanted("Being retried", DELIVERIES, Map.of("status", "retrying")));
        var failed = lists.of(look, look.parameters(), new Wanted("Failed", DELIVERIES, Map.of("status", "failed")));
        return Future.all(retrying, failed).map(_ -> {
            var all = new ArrayList<>(retrying.result());
            all.addAll(failed.result());
            return List.copyOf(all);
        });
    }

    private static Part health(JsonNode webhook) {
        var health = webhook.path("health");
        var entries = new ArrayList<ShownValue.Entry>();
        entries.add(new ShownValue.Entry("health", "Receiver", state(webhook, health), null));
        for (var name : List.of("failing_since", "last_success_at", "last_failure_at")) {
            var time = health.path(name).asText();
            if (!time.isEmpty()) {
                entries.add(new ShownValue.Entry(name, Label.of(name), ShownValues.time(time), null));
            }
        }
        return new Part("Health", "", entries);
    }

    private static ShownValue state(JsonNode webhook, JsonNode health) {
        long failed = health.path("failed_attempts").asLong();
        if (!webhook.path("status").asText().equals("active")) {
            var reason = webhook.path("status_reason").asText();
            return new ShownValue.Status(
                    "sends nothing: " + webhook.path("status").asText()
                            + (reason.isEmpty() ? "" : ", " + reason.replace('_', ' ')),
                    Tone.WARNING);
        }
        if (failed > 0) {
            return new ShownValue.Status("failing, attempts since the last success: " + failed, Tone.BAD);
        }
        return health.path("last_success_at").isTextual()
                ? new ShownValue.Status("healthy", Tone.GOOD)
                : new ShownValue.Status("nothing was sent yet", Tone.NEUTRAL);
    }

    /** How far a replay is. */
    static Part progress(JsonNode replay) {
        long made = replay.path("made").asLong();
        long matched = replay.path("matched").asLong();
        var summary = "Deliveries made: " + made + " of " + matched + " events that match.";
        return new Part("Progress", Gauge.progress(made, matched, summary), List.of());
    }
}
