package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.chart.Waterfall;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a call led to, step by step; and the attempts of a delivery. */
final class CallParts {

    private static final double MICROS_PER_MILLI = 1_000;
    private static final double MILLIS_PER_SECOND = 1_000;
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** The steps of an attempt; what is left of the total is the wait for the body. */
    private static final List<String> STEPS = List.of("dns", "connect", "tls", "first_byte");

    /** The lists of a request that it shows as tables. */
    static final List<String> LISTS = List.of("audit_events", "usage_events", "webhook_deliveries");

    /** The list of a delivery that it shows as a figure and a table. */
    static final String ATTEMPTS = "attempts";

    private CallParts() {}

    /** The parts of a request. */
    static List<Part> request(JsonNode request, OwnTables tables) {
        var all = new ArrayList<Part>();
        all.add(timeline(request));
        for (var list : LISTS) {
            if (!request.path(list).isEmpty()) {
                all.add(Part.of(Label.of(list), tables.inside("list_" + list, request.path(list)), List.of()));
            }
        }
        return all;
    }

    /**
     * One step of what a call led to.
     *
     * @param time null where it is not known, as of a delivery that has ended: such steps are the last
     */
    private record Step(@Nullable Instant time, String words) {

        static Step of(JsonNode time, String words) {
            try {
                return new Step(Instant.parse(time.asText()), words);
            } catch (DateTimeException none) {
                return new Step(null, words);
            }
        }

        ShownValue.Entry entry(@Nullable Instant start) {
            var label = start == null || time == null ? "–" : distance(Duration.between(start, time));
            return new ShownValue.Entry(words, label, new ShownValue.Words(words), null);
        }
    }

    /** A request's call, audit, usage and deliveries by their distance from its start. */
    static Part timeline(JsonNode request) {
        var call = Step.of(request.path("time"), "call: " + words(request, "operation", "outcome"));
        var steps = new ArrayList<Step>();
        steps.add(call);
        request.path("audit_events")
                .forEach(
                        event -> steps.add(Step.of(event.path("time"), "audit: " + words(event, "action", "outcome"))));
        request.path("usage_events")
                .forEach(event -> steps.add(Step.of(
                        event.path("recorded_at"),
                        "usage: " + event.path("dimension").asText() + " × "
                                + event.path("quantity").asText() + ", "
                                + Dollars.signed(event.path("charge_micros").asLong()))));
        request.path("webhook_deliveries")
                .forEach(delivery -> steps.add(Step.of(
                        delivery.path("next_attempt_at"),
                        "delivery: " + words(delivery, "event_type", "status") + ", attempts: "
                                + delivery.path("attempt_count").asText())));
        steps.sort(Comparator.comparing(step -> Objects.requireNonNullElse(step.time(), Instant.MAX)));
        return new Part(
                "Timeline",
                "",
                steps.stream().map(step -> step.entry(call.time())).toList());
    }

    private static String words(JsonNode record, String first, String second) {
        return record.path(first).asText() + ", " + record.path(second).asText().replace('_', ' ');
    }

    private static String distance(Duration since) {
        return since.compareTo(SECOND) < 0
                ? "+" + since.toMillis() + " ms"
                : String.format(Locale.ROOT, "+%.1f s", since.toMillis() / MILLIS_PER_SECOND);
    }

    /** The attempts of a delivery on one scale, and what was answered. */
    static Part attempts(JsonNode delivery, OwnTables tables) {
        var attempts = new ArrayList<Waterfall.Attempt>();
        delivery.path(ATTEMPTS).forEach(attempt -> attempts.add(attempt(attempt)));
        var summary =
                "Attempts: " + attempts.size() + ", " + delivery.path("status").asText() + '.';
        return new Part(
                "Attempts",
                Waterfall.of(attempts, summary),
                List.of(),
                attempts.isEmpty() ? null : tables.inside(ATTEMPTS, delivery.path(ATTEMPTS)),
                List.of(),
                null);
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
