package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.chart.Waterfall;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.page.ShownRecord.Part;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a call led to, step by step; and the attempts of a delivery. */
final class CallParts {

    private static final double MICROS_PER_MILLI = 1_000;

    /** The steps of an attempt; what is left of the total is the wait for the body. */
    private static final List<String> STEPS = List.of("dns", "connect", "tls", "first_byte");

    private CallParts() {}

    /** A request's call, audit, usage and deliveries with their distance from its start. */
    static Part timeline(JsonNode request) {
        var start = request.path("time").asText();
        var entries = new ArrayList<ShownValue.Entry>();
        entries.add(step(
                start,
                start,
                "call: " + request.path("operation").asText() + ", "
                        + request.path("outcome").asText()));
        request.path("audit_events")
                .forEach(event -> entries.add(step(
                        start,
                        event.path("time").asText(),
                        "audit: " + event.path("action").asText() + ", "
                                + event.path("outcome").asText())));
        request.path("usage_events")
                .forEach(event -> entries.add(step(
                        start,
                        event.path("recorded_at").asText(),
                        "usage: " + event.path("dimension").asText() + " × "
                                + event.path("quantity").asText() + ", "
                                + Dollars.signed(event.path("charge_micros").asLong()))));
        request.path("webhook_deliveries")
                .forEach(delivery -> entries.add(step(
                        start,
                        delivery.path("next_attempt_at").asText(),
                        "delivery: " + delivery.path("event_type").asText() + ", "
                                + delivery.path("status").asText() + ", attempts: "
                                + delivery.path("attempt_count").asText())));
        return new Part("Timeline", "", entries);
    }

    private static ShownValue.Entry step(String start, String then, String words) {
        return new ShownValue.Entry(words, offset(start, then), new ShownValue.Words(words), null);
    }

    private static String offset(String start, String then) {
        try {
            return "+"
                    + Duration.between(Instant.parse(start), Instant.parse(then))
                            .toMillis() + " ms";
        } catch (DateTimeException unknown) {
            return "–";
        }
    }

    /** The attempts of a delivery on one scale. */
    static Part attempts(JsonNode delivery) {
        var attempts = new ArrayList<Waterfall.Attempt>();
        delivery.path("attempts").forEach(attempt -> attempts.add(attempt(attempt)));
        var summary = attempts.size() + " attempts, the last "
                + delivery.path("status").asText() + ".";
        return new Part("Attempts", Waterfall.of(attempts, summary), List.of());
    }

    private static Waterfall.Attempt attempt(JsonNode attempt) {
        var duration = attempt.path("duration");
        var steps = new ArrayList<Waterfall.Step>();
        double known = 0;
        for (var name : STEPS) {
            double millis = duration.path(name + "_micros").asLong() / MICROS_PER_MILLI;
            steps.add(new Waterfall.Step(Label.of(name), millis));
            known += millis;
        }
        double total = duration.path("total_micros").asLong() / MICROS_PER_MILLI;
        steps.add(new Waterfall.Step("rest", Math.max(0, total - known)));
        var status = attempt.path("status_code");
        return new Waterfall.Attempt(
                '#' + attempt.path("number").asText(),
                steps,
                status.isNumber()
                        ? status.asText()
                        : attempt.path("error_class").asText());
    }
}
