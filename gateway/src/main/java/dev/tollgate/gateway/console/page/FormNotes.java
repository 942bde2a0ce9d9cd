package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.place.Place;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people should know of a record before an action on it. One per event loop. */
final class FormNotes {

    /** A credential that was used within this time is in use. */
    private static final Duration IN_USE = Duration.ofDays(1);

    private static final long MINUTES_OF_HOUR = 60;
    private static final long HOURS_OF_DAY = 24;

    private static final Set<String> OF_CREDENTIAL =
            Set.of("revoke_api_key", "revoke_mcp_client", "rotate_api_key", "rotate_mcp_client");
    private static final Set<String> OF_PERSON = Set.of("delete_member", "delete_tenant_owner");
    private static final Set<String> OF_WEBHOOK = Set.of("archive_webhook", "pause_webhook", "rotate_webhook_secret");

    private final InstantSource clock;

    FormNotes(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether the form has notes, for which its record must be read. */
    static boolean has(Look<Place.Form> look) {
        var name = name(look);
        return OF_CREDENTIAL.contains(name) || OF_PERSON.contains(name) || OF_WEBHOOK.contains(name);
    }

    private static String name(Look<Place.Form> look) {
        return look.place().face().operation().name();
    }

    /**
     * The notes of a form.
     *
     * @param record that it acts on; null for none
     */
    List<String> of(Look<Place.Form> look, @Nullable JsonNode record) {
        var name = name(look);
        if (record == null) {
            return List.of();
        }
        if (OF_CREDENTIAL.contains(name)) {
            return ofCredential(record);
        }
        if (OF_PERSON.contains(name)) {
            return ofPerson(record);
        }
        return OF_WEBHOOK.contains(name) ? ofWebhook(record) : List.of();
    }

    private List<String> ofCredential(JsonNode credential) {
        var notes = new ArrayList<String>();
        notes.add("It is the credential " + credential.path("name").asText() + '.');
        var used = ago(credential.path("last_used_at"));
        if (used == null) {
            notes.add("It was never used.");
        } else if (used.compareTo(IN_USE) < 0) {
            notes.add("It is in use: the last call was " + words(used) + " ago.");
        } else {
            notes.add("It was last used " + words(used) + " ago.");
        }
        return notes;
    }

    private List<String> ofPerson(JsonNode person) {
        var signedIn = ago(person.path("last_signed_in_at"));
        return List.of(
                "It is " + person.path("email").asText(person.path("subject").asText()) + '.',
                signedIn == null ? "They never signed in." : "They last signed in " + words(signedIn) + " ago.");
    }

    private List<String> ofWebhook(JsonNode webhook) {
        var success = ago(webhook.path("health").path("last_success_at"));
        return List.of(
                "It sends to " + webhook.path("url").asText() + '.',
                success == null ? "Nothing was delivered yet." : "The last delivery was " + words(success) + " ago.");
    }

    /** Who saved what a stale form meets, and when. */
    static List<String> savedBy(JsonNode record) {
        var time = record.path("updated_at").asText();
        return time.isEmpty()
                ? List.of()
                : List.of("Saved by " + record.path("last_actor").asText("somebody") + " at " + ShownValues.utc(time)
                        + ", while this form was open.");
    }

    private @Nullable Duration ago(JsonNode time) {
        try {
            return time.isTextual() ? Duration.between(Instant.parse(time.asText()), clock.instant()) : null;
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    /** {@code 3 hours}: the largest unit alone. */
    static String words(Duration duration) {
        long minutes = Math.max(0, duration.toMinutes());
        if (minutes < MINUTES_OF_HOUR) {
            return counted(minutes, "minute");
        }
        long hours = minutes / MINUTES_OF_HOUR;
        return hours < HOURS_OF_DAY ? counted(hours, "hour") : counted(hours / HOURS_OF_DAY, "day");
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
