package dev.tollgate.modules.activity;

import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.contract.event.EventPattern;
import dev.tollgate.records.consume.ConsumedEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule of {@code set_module}: an activity for each event of these types.
 *
 * @param summary null for the words of the event type
 */
record ActivityRule(
        List<EventPattern> patterns,
        Activity.Type type,
        @Nullable String summary) {

    /** Events of activities match no rule: an activity makes no further one. */
    private static final String ACTIVITY = "activity";

    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_BITS = 0x3fff_ffff_ffff_ffffL;

    ActivityRule {
        patterns = List.copyOf(patterns);
    }

    /** The rules in the settings of the module. */
    static List<ActivityRule> of(JsonObject settings) {
        return settings.getJsonArray("rules", new JsonArray()).stream()
                .filter(JsonObject.class::isInstance)
                .map(rule -> read((JsonObject) rule))
                .toList();
    }

    private static ActivityRule read(JsonObject rule) {
        var patterns = rule.getJsonArray("event_types", new JsonArray()).stream()
                .map(String::valueOf)
                .map(EventPattern::parse)
                .flatMap(Optional::stream)
                .toList();
        var type = rule.getString("type", "note").toUpperCase(Locale.ROOT);
        return new ActivityRule(patterns, Activity.Type.valueOf(type), rule.getString("summary"));
    }

    boolean matches(ConsumedEvent event) {
        return !isOfActivity(event)
                && patterns.stream().anyMatch(pattern -> pattern.matches(event.type(), event.module()));
    }

    /** Whether it is about an activity. */
    static boolean isOfActivity(ConsumedEvent event) {
        return event.event().resourceType().equals(ACTIVITY);
    }

    /** What it says of an event: {@code Deal won} for {@code deal.won}. */
    String summaryOf(ConsumedEvent event) {
        if (summary != null) {
            return summary;
        }
        var words = event.type().replace('.', ' ').replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** The id of the activity: the time of the event's id, and a digest of event and rule. */
    UUID idOf(ConsumedEvent event) {
        var id = event.event().id();
        long digest = ByteBuffer.wrap(Sha256.of(id + " " + this)).getLong();
        return new UUID(id.getMostSignificantBits(), (digest & RANDOM_BITS) | VARIANT);
    }
}
