package dev.tollgate.gateway.control.modules;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.event.EventPattern;
import dev.tollgate.contract.outcome.FieldError;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events the Activity Log writes an activity for, and which. */
public record EventRule(
        @JsonPropertyDescription("Event types such as deal.won, or patterns such as crm.*; none of activities.")
        @Size(min = 1, max = TYPES_MAX) List<@Size(min = 1, max = EventPattern.CHARS_MAX) String> eventTypes,

        @JsonPropertyDescription("Type of the activity. Default note.") @Nullable ActivityType type,

        @JsonPropertyDescription("Summary of the activity. Default: the words of the event type.")
        @Size(min = 1, max = 200) @Nullable String summary) {

    static final int RULES_MAX = 50;
    static final int TYPES_MAX = 64;

    /** The module whose events match no rule, so that an activity makes no further one. */
    private static final String LOG = "activity";

    /** Types of activities. */
    public enum ActivityType {
        NOTE,
        CALL,
        EMAIL,
        MEETING,
        AGENT_ACTION
    }

    public EventRule {
        eventTypes = List.copyOf(eventTypes);
    }

    /** What is wrong with the event types of rules. */
    static List<FieldError> faults(List<EventRule> rules) {
        var faults = new ArrayList<FieldError>();
        for (int rule = 0; rule < rules.size(); rule++) {
            var types = rules.get(rule).eventTypes();
            for (int at = 0; at < types.size(); at++) {
                var field = "rules[" + rule + "].event_types[" + at + ']';
                var pattern = EventPattern.parse(types.get(at));
                if (pattern.isEmpty()) {
                    faults.add(new FieldError(
                            field, "must be an event type such as task.created, or a pattern such as crm.*"));
                } else if (pattern.get().covers(LOG, LOG)) {
                    faults.add(new FieldError(field, "must not be of activities, which would log themselves"));
                }
            }
        }
        return faults;
    }
}
