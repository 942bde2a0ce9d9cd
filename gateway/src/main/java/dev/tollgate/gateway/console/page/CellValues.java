package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.form.Dollars;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.console.view.ShownValue.Tone;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Values of lists with columns of their own: what several fields of a record say together. */
record CellValues(ShownValues values, Instant now) {

    /** Credentials that end within this time are said to. */
    static final Duration EXPIRING = Duration.ofDays(14);

    private static final String OK = "ok";

    /** One field, as everywhere. */
    ShownValue field(String name, JsonNode record) {
        return values.value(name, record.path(name));
    }

    /** A time, or a word for there being none. */
    ShownValue timeOr(String name, JsonNode record, ShownValue absent) {
        var text = record.path(name).asText();
        return text.isEmpty() ? absent : ShownValues.time(text);
    }

    /** The status of a credential, and whether it is about to end. */
    ShownValue credentialStatus(JsonNode record) {
        var left = until(record.path("expires_at").asText());
        if (!record.path("status").asText().equals("active") || left == null || left.compareTo(EXPIRING) > 0) {
            return field("status", record);
        }
        return new ShownValue.Status("expires in " + days(left), Tone.WARNING);
    }

    private @Nullable Duration until(String time) {
        try {
            return time.isEmpty() ? null : Duration.between(now, Instant.parse(time));
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    private static String days(Duration left) {
        long days = Math.max(0, left.toDays());
        return switch ((int) Math.min(days, 2)) {
            case 0 -> "less than a day";
            case 1 -> "a day";
            default -> days + " days";
        };
    }

    /** What a budget has left of what. */
    ShownValue budget(JsonNode record) {
        var budget = record.path("budget");
        if (!budget.isObject()) {
            return new ShownValue.Nothing();
        }
        long left = budget.path("remaining_micros").asLong();
        var words = Dollars.signed(left) + " of "
                + Dollars.signed(budget.path("micros").asLong()) + " left " + period(budget);
        return new ShownValue.Status(words, left <= 0 ? Tone.BAD : Tone.NEUTRAL);
    }

    static String period(JsonNode budget) {
        return switch (budget.path("per").asText()) {
            case "day" -> "today";
            case "month" -> "this month";
            default -> "in total";
        };
    }

    /** The page of a record; null for none. */
    @Nullable String page(JsonNode record) {
        return values.value("id", record.path("id")) instanceof ShownValue.Code code ? code.url() : null;
    }

    /** A person's email address, or the subject if there is none. */
    ShownValue person(JsonNode record) {
        return new ShownValue.Words(
                record.path("email").asText(record.path("subject").asText()));
    }

    /** Who called, with a link where they have a page. */
    ShownValue actor(JsonNode event) {
        var actor = event.path("actor");
        var name = actor.path("name").asText();
        var page = values.value("id", actor.path("id"));
        return page instanceof ShownValue.Code code && code.url() != null
                ? new ShownValue.Code(name, code.url())
                : new ShownValue.Words(name + ", " + Label.of(actor.path("kind").asText()));
    }

    /** What was acted on. */
    ShownValue resource(JsonNode event) {
        var id = event.path("resource_id");
        return id.asText().isEmpty() ? new ShownValue.Nothing() : values.value("resource_id", id);
    }

    /** How it ended, and how often. */
    ShownValue outcome(JsonNode event) {
        var outcome = event.path("outcome").asText();
        long calls = event.path("calls").asLong(1);
        var words = outcome.replace('_', ' ')
                + (event.path("dry_run").asBoolean() ? ", dry run" : "")
                + (calls > 1 ? " × " + calls : "");
        return new ShownValue.Status(words, outcome.equals(OK) ? Tone.GOOD : Tone.BAD);
    }

    /** A status with the reason that another field gives. */
    ShownValue status(JsonNode record, String reason) {
        var why = record.path(reason).asText();
        return field("status", record) instanceof ShownValue.Status(String word, Tone tone) && !why.isEmpty()
                ? new ShownValue.Status(word + ": " + why.replace('_', ' '), tone)
                : field("status", record);
    }

    /** How the receiver of a webhook does, where that was asked for. */
    ShownValue health(JsonNode webhook) {
        var health = webhook.path("health");
        return health.isObject() ? WebhookHealthParts.state(webhook, health) : new ShownValue.Nothing();
    }

    /** How much of a replay is done. */
    ShownValue progress(JsonNode replay) {
        long matched = replay.path("matched").asLong();
        return new ShownValue.Words(replay.path("made").asLong() + " of " + matched);
    }

    static ShownValue never() {
        return new ShownValue.Words("never");
    }

    static ShownValue neverSignedIn() {
        return new ShownValue.Status("never signed in", Tone.WARNING);
    }
}
