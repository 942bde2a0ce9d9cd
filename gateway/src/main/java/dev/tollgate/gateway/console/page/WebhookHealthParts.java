package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.chart.Gauge;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.page.ListParts.Wanted;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.console.view.ShownValue.Tone;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What pages of webhooks show besides the record: health first, then deliveries and replays. One per event loop. */
final class WebhookHealthParts {

    private static final String WORKSPACE = Places.ROOT + "/workspaces/{workspace_id}";
    private static final String WEBHOOK = WORKSPACE + "/webhooks/{id}";
    private static final String DELIVERIES = WORKSPACE + "/webhook-deliveries";
    private static final String REPLAYS = WORKSPACE + "/webhook-replays";

    /** Webhooks of a list whose health is asked for, each by a call: as many as a page makes at once. */
    private static final int HEALTH_MAX = 6;

    private final PageParts parts;
    private final ListParts lists;

    WebhookHealthParts(PageParts parts, ListParts lists) {
        this.parts = parts;
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

    /** Adds the health of the first webhooks to a list of them, and links to what went wrong. */
    Future<List<Part>> ofList(Look<Place.Shown> list, List<JsonNode> webhooks) {
        var page = parts.places().shown(WEBHOOK);
        if (page == null || webhooks.isEmpty() || !list.rights().allows(page.face())) {
            return Future.succeededFuture(List.of());
        }
        var asked = webhooks.stream()
                .limit(HEALTH_MAX)
                .map(webhook -> health(list, page, webhook))
                .toList();
        return Future.all(asked).map(_ -> wrong(list));
    }

    private Future<Void> health(Look<Place.Shown> list, Place.Shown page, JsonNode webhook) {
        var parameters =
                List.of(list.parameters().getFirst(), webhook.path("id").asText());
        return parts.calls()
                .call(list.visit(), page.face(), parameters, CallInputs.NONE)
                .map(answer -> {
                    if (answer instanceof CallAnswer.Done done && webhook instanceof ObjectNode row) {
                        row.set("health", done.content().path("health"));
                    }
                    return null;
                });
    }

    private List<Part> wrong(Look<Place.Shown> list) {
        var deliveries = parts.places().shown(DELIVERIES);
        if (deliveries == null || !list.rights().allows(deliveries.face())) {
            return List.of();
        }
        var url = Places.filled(DELIVERIES, list.parameters());
        var links = List.of(
                new ShownValue.Link("Being retried", url + "?status=retrying"),
                new ShownValue.Link("Failed", url + "?status=failed"),
                new ShownValue.Link("All deliveries", url));
        return List.of(Part.of("Deliveries", List.of(), links));
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

    /** How its receiver does. */
    static ShownValue state(JsonNode webhook, JsonNode health) {
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
        var least = replay.path("matched_is_minimum").asBoolean() ? " of at least " : " of ";
        var summary = "Deliveries made: " + made + least + matched + " events that match.";
        return new Part("Progress", Gauge.progress(made, matched, summary), List.of());
    }
}
