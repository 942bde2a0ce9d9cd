package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Answers of a story in which ids, times and what was measured are replaced, so that telling it again gives the same.
 */
final class StableAnswer {
    private static final Pattern ID = Pattern.compile("\\b([a-z]{2,4})_[0-9a-hjkmnp-tv-z]{26}\\b");
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d\\d");
    private static final Duration AGE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_RECORDS = Duration.ofSeconds(3);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final int MEASURED_MICROS = 4_400;

    /** How often the story itself asked, which depends on how long it waited. */
    private static final int CONTROL_CALLS = 42;

    private static final Map<String, String> TEXTS = Map.of(
            "input_digest", "sha256:" + "0".repeat(64),
            "user_agent", "orders-server/1.4",
            "client_address", "203.0.113.7",
            "response_head", "HTTP/1.1 500 Internal Server Error\nContent-Length: 0");

    private static final Set<String> AHEAD_OF_NOW = Set.of("next_attempt_at", "expires_at", "resets_at");

    private final Map<String, String> ids = new HashMap<>();
    private final Instant now;
    private final YearMonth real;

    /**
     * Replacements of one story.
     *
     * @param now the time at which its answers are read
     * @param real the month that it really is
     */
    StableAnswer(Instant now, YearMonth real) {
        this.now = now;
        this.real = real;
    }

    /** The same record or list. */
    JsonNode of(JsonNode data) {
        var time = now.minus(AGE);
        if (!data.isArray()) {
            return replaced("", data, time);
        }
        var list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < data.size(); i++) {
            list.add(replaced("", data.get(i), time.minus(BETWEEN_RECORDS.multipliedBy(i))));
        }
        return list;
    }

    private JsonNode replaced(String name, JsonNode value, Instant time) {
        return switch (value) {
            case ObjectNode object -> object(object, time);
            case ArrayNode array -> {
                var list = JsonNodeFactory.instance.arrayNode();
                array.forEach(element -> list.add(replaced(name, element, time)));
                yield list;
            }
            default -> value.isTextual() ? JsonNodeFactory.instance.textNode(text(name, value.asText(), time)) : value;
        };
    }

    private ObjectNode object(ObjectNode object, Instant time) {
        var copy = JsonNodeFactory.instance.objectNode();
        for (var field : object.properties()) {
            copy.set(field.getKey(), replaced(field.getKey(), field.getValue(), time));
        }
        if (copy.path("surface").asText().equals("control") && copy.has("calls")) {
            copy.put("calls", CONTROL_CALLS);
        }
        if (copy.path("duration") instanceof ObjectNode duration) {
            duration.properties().forEach(part -> duration.put(part.getKey(), MEASURED_MICROS));
        }
        return copy;
    }

    private String text(String name, String text, Instant time) {
        var known = TEXTS.get(name);
        if (known != null) {
            return known;
        }
        if (INSTANT.matcher(text).matches()) {
            return (AHEAD_OF_NOW.contains(name) ? now.plus(AHEAD) : time).toString();
        }
        if (DAY.matcher(text).matches()) {
            return now.toString().substring(0, "2026-11-27".length());
        }
        if (MONTH.matcher(text).matches()) {
            return YearMonth.from(now.atOffset(ZoneOffset.UTC))
                    .plusMonths(real.until(YearMonth.parse(text), ChronoUnit.MONTHS))
                    .toString();
        }
        return ID.matcher(text).replaceAll(id -> id(id.group(), id.group(1)));
    }

    private String id(String real, String prefix) {
        return ids.computeIfAbsent(real, _ -> "%s_01m8ejqze3e288gwc782%06d".formatted(prefix, ids.size() + 1));
    }
}
