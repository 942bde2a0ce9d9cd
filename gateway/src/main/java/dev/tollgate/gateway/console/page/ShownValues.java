package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.place.IdPlaces;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.pipeline.TargetRights;
import dev.tollgate.runtime.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes of JSON what pages show: by name and form of a field, so that every record can be shown. */
final class ShownValues {

    private static final int ITEMS_MAX = 100;
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> STATUSES =
            Set.of("status", "state", "outcome", "enforcement", "usage_state", "severity");
    private static final Set<String> GOOD = Set.of(
            "active",
            "ok",
            "up",
            "succeeded",
            "enabled",
            "recorded",
            "accepted",
            "confirmed",
            "paid",
            "current",
            "done");
    private static final Set<String> WARNING = Set.of(
            "paused",
            "retrying",
            "pending",
            "starting",
            "draining",
            "notify",
            "degraded",
            "expiring",
            "running",
            "grace",
            "replayed",
            "silent",
            "suspended",
            "delivering");
    private static final Set<String> BAD = Set.of(
            "revoked",
            "failed",
            "disabled",
            "archived",
            "down",
            "missing",
            "expired",
            "refused",
            "exhausted",
            "error",
            "quarantined");

    /** Times in microseconds; every other field of micros is money. */
    private static final Set<String> DURATIONS =
            Set.of("dns_micros", "connect_micros", "tls_micros", "first_byte_micros", "total_micros");

    /** Names of times besides those that end in {@code _at} and {@code _from}. */
    private static final Set<String> TIMES = Set.of("time", "hour", "from", "to");

    private final IdPlaces places;
    private final TargetRights rights;

    ShownValues(IdPlaces places, TargetRights rights) {
        this.places = places;
        this.rights = rights;
    }

    /** A value of this name, inside a record or a row. */
    ShownValue value(String name, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return new ShownValue.Nothing();
        }
        if (value.isBoolean()) {
            return new ShownValue.Status(value.asBoolean() ? "yes" : "no", ShownValue.Tone.NEUTRAL);
        }
        if (value.isNumber()) {
            return number(name, value);
        }
        if (value.isTextual()) {
            return text(name, value.asText());
        }
        return value.isArray() ? list(value) : group(value);
    }

    private static ShownValue number(String name, JsonNode value) {
        if (DURATIONS.contains(name)) {
            return new ShownValue.Numeral(BigDecimal.valueOf(value.asLong(), 3).toPlainString() + " ms");
        }
        return name.endsWith("_micros") || name.equals("micros")
                ? new ShownValue.Money(Dollars.signed(value.asLong()))
                : new ShownValue.Numeral(value.asText());
    }

    private ShownValue text(String name, String text) {
        if (STATUSES.contains(name)) {
            return new ShownValue.Status(text.replace('_', ' '), tone(text));
        }
        if (IdPlaces.ID.matcher(text).matches()) {
            return new ShownValue.Code(text, places.url(text, rights));
        }
        if (name.endsWith("_at") || name.endsWith("_from") || TIMES.contains(name)) {
            return time(text);
        }
        if (name.equals("secret")) {
            return new ShownValue.Secret(text);
        }
        return name.endsWith("url") && text.startsWith("https://")
                ? new ShownValue.External(text)
                : new ShownValue.Words(text);
    }

    /** A time for sentences. */
    static String utc(String text) {
        return time(text) instanceof ShownValue.Time(String _, String utc) ? utc : text;
    }

    static ShownValue time(String text) {
        try {
            var instant = Instant.parse(text);
            return new ShownValue.Time(instant.toString(), UTC.format(instant));
        } catch (DateTimeException noTime) {
            return new ShownValue.Words(text);
        }
    }

    private static ShownValue.Tone tone(String status) {
        if (GOOD.contains(status)) {
            return ShownValue.Tone.GOOD;
        }
        if (WARNING.contains(status)) {
            return ShownValue.Tone.WARNING;
        }
        return BAD.contains(status) ? ShownValue.Tone.BAD : ShownValue.Tone.NEUTRAL;
    }

    private ShownValue list(JsonNode items) {
        if (items.isEmpty()) {
            return new ShownValue.Nothing();
        }
        if (items.get(0).isObject()) {
            var rows = new ArrayList<JsonNode>();
            items.forEach(item -> {
                if (rows.size() < ITEMS_MAX) {
                    rows.add(item);
                }
            });
            return new ShownValue.Rows(new TableMaker(this).nested(rows));
        }
        var texts = new ArrayList<String>();
        items.forEach(item -> texts.add(item.isValueNode() ? item.asText() : Json.text(item)));
        return new ShownValue.Many(texts);
    }

    private ShownValue group(JsonNode record) {
        return record.isEmpty() ? new ShownValue.Nothing() : new ShownValue.Group(entries(record));
    }

    /** The fields of a record. */
    private List<ShownValue.Entry> entries(JsonNode record) {
        var entries = new ArrayList<ShownValue.Entry>();
        record.properties().forEach(field -> entries.add(entry(field.getKey(), field.getValue(), "")));
        return entries;
    }

    /**
     * The same in the order of the schema, with what it says of them.
     *
     * @param properties of the record's schema
     */
    List<ShownValue.Entry> described(JsonNode record, JsonNode properties) {
        var entries = new ArrayList<ShownValue.Entry>();
        properties.properties().forEach(property -> {
            if (record.has(property.getKey())) {
                var help = property.getValue().path("description").asText();
                entries.add(entry(property.getKey(), record.path(property.getKey()), help));
            }
        });
        return entries;
    }

    private ShownValue.Entry entry(String name, JsonNode value, String help) {
        return new ShownValue.Entry(name, Label.of(name), value(name, value), help.isEmpty() ? null : help);
    }
}
