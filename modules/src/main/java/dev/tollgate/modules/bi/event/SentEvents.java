package dev.tollgate.modules.bi.event;

import dev.tollgate.modules.tracked.ClearEvent;
import dev.tollgate.modules.tracked.EventLimits;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The events of a call that are within the limits, and why the others are none.
 *
 * @param problems by the place of the event in the call
 */
record SentEvents(List<ClearEvent> events, SortedMap<Integer, String> problems) {

    private static final Pattern NAME = Pattern.compile(EventLimits.NAME_PATTERN);

    /** Digits before or after the point: PostgreSQL and sums can bear many more. */
    private static final int DIGITS_MAX = 400;

    static SentEvents of(List<TrackedEvent> sent, Instant now) {
        var events = new ArrayList<ClearEvent>();
        var problems = new TreeMap<Integer, String>();
        for (int index = 0; index < sent.size(); index++) {
            var event = sent.get(index);
            var problem = problem(event);
            if (problem == null) {
                events.add(clear(index, event, now));
            } else {
                problems.put(index, problem);
            }
        }
        return new SentEvents(events, problems);
    }

    private static ClearEvent clear(int index, TrackedEvent event, Instant now) {
        var at = event.occurredAt() == null ? now : event.occurredAt();
        return new ClearEvent(
                index,
                String.valueOf(event.name()),
                event.eventId(),
                at.truncatedTo(ChronoUnit.MICROS),
                event.actor(),
                event.properties() == null ? new JsonObject() : event.properties());
    }

    private static @Nullable String problem(TrackedEvent event) {
        var name = event.name();
        if (name == null || name.isEmpty()) {
            return "name is missing.";
        }
        if (name.length() > EventLimits.NAME_CHARS_MAX || !NAME.matcher(name).matches()) {
            return "name is not 1 to " + EventLimits.NAME_CHARS_MAX + " of A-Z a-z 0-9 space _ . : / -";
        }
        if (!fits(event.eventId(), EventLimits.EVENT_ID_CHARS_MAX)) {
            return "event_id is not 1 to " + EventLimits.EVENT_ID_CHARS_MAX + " characters.";
        }
        if (!fits(event.actor(), EventLimits.ACTOR_CHARS_MAX)) {
            return "actor is not 1 to " + EventLimits.ACTOR_CHARS_MAX + " characters.";
        }
        return event.properties() == null ? null : problem(event.properties());
    }

    private static boolean fits(@Nullable String text, int charsMax) {
        return text == null || (!text.isEmpty() && text.length() <= charsMax);
    }

    private static @Nullable String problem(JsonObject properties) {
        var size = new Size();
        size.add(properties.getMap(), 1);
        if (size.keys > EventLimits.KEYS_MAX) {
            return "properties have more than " + EventLimits.KEYS_MAX + " keys.";
        }
        if (size.depth > EventLimits.DEPTH_MAX) {
            return "properties have more than " + EventLimits.DEPTH_MAX + " levels.";
        }
        if (size.hugeNumber) {
            return "properties have a number with more than " + DIGITS_MAX + " digits.";
        }
        return size.bytesMost > EventLimits.PROPERTIES_BYTES_MAX
                        && Json.bytes(properties).length > EventLimits.PROPERTIES_BYTES_MAX
                ? "properties are larger than " + EventLimits.PROPERTIES_BYTES_MAX + " bytes."
                : null;
    }

    /** Counts what a tree has; stops at the limits. */
    private static final class Size {
        /** Bytes of a character in JSON, escaped. */
        private static final int CHAR_BYTES_MAX = 6;

        /** Quotes, colon and comma of a field, or brackets of an object or list. */
        private static final int PUNCTUATION_BYTES_MAX = 5;

        /** Of true, false, null or an integer. */
        private static final int SHORT_BYTES_MAX = 20;

        int keys;
        int depth;
        boolean hugeNumber;

        /** Not less than the bytes of the tree as JSON. */
        long bytesMost;

        void add(@Nullable Object value, int level) {
            bytesMost += PUNCTUATION_BYTES_MAX;
            depth = Math.max(depth, value instanceof Map<?, ?> || value instanceof Collection<?> ? level : 0);
            if (depth > EventLimits.DEPTH_MAX || keys > EventLimits.KEYS_MAX) {
                return;
            }
            switch (value) {
                case JsonObject object -> add(object.getMap(), level);
                case JsonArray list -> add(list.getList(), level);
                case Map<?, ?> object -> {
                    keys += object.size();
                    object.forEach((key, inner) -> {
                        addText(String.valueOf(key));
                        add(inner, level + 1);
                    });
                }
                case Collection<?> list -> list.forEach(inner -> add(inner, level + 1));
                case String text -> addText(text);
                case Integer _, Long _, Boolean _ -> bytesMost += SHORT_BYTES_MAX;
                case Number number -> {
                    addText(number.toString());
                    hugeNumber |= isHuge(number);
                }
                case null -> bytesMost += SHORT_BYTES_MAX;
                default -> bytesMost += EventLimits.PROPERTIES_BYTES_MAX;
            }
        }

        private void addText(String text) {
            bytesMost += PUNCTUATION_BYTES_MAX + (long) CHAR_BYTES_MAX * text.length();
        }

        private static boolean isHuge(Number number) {
            if (!Double.isFinite(number.doubleValue())) {
                return true;
            }
            var exact = new BigDecimal(number.toString());
            return exact.precision() > DIGITS_MAX || Math.abs((long) exact.scale()) > DIGITS_MAX;
        }
    }
}
