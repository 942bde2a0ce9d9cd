package dev.tollgate.modules.activity;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be done with activities. */
public final class ActivityOperations {

    /** An activity to be logged. */
    public record NewActivity(
            @JsonPropertyDescription("What it was; agent_action is for what an agent did by itself.")
            Activity.Type type,

            @JsonPropertyDescription("What happened, in one line.") @Size(min = 1, max = Activity.SUMMARY_CHARS_MAX) String summary,

            @JsonPropertyDescription("More about it, in plain text.") @Size(max = Activity.BODY_CHARS_MAX) @Nullable String body,

            @JsonPropertyDescription("What kind of thing it is about, such as contact or ticket.")
            @Size(max = Activity.RELATED_TYPE_CHARS_MAX) @Nullable String relatedType,

            @JsonPropertyDescription("The id of the thing it is about.")
            @Size(max = Activity.RELATED_ID_CHARS_MAX) @Nullable String relatedId,

            @JsonPropertyDescription("When it happened, as RFC 3339 with an offset; now if you do not say.") @Nullable Instant occurredAt,

            @JsonPropertyDescription("Fields of your own: a flat object of text, numbers and booleans.") @Nullable CustomFields customFields) {}

    /** Which activities are wanted. */
    public record ActivityQuery(
            @JsonPropertyDescription("Activities of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor,

            @JsonPropertyDescription("Words that must all occur in summary or body.")
            @Size(max = Listing.QUERY_CHARS_MAX) @Nullable String query,

            @JsonPropertyDescription("Only activities of this type.")
            Activity.@Nullable Type type,

            @JsonPropertyDescription("Only activities about this kind of thing.")
            @Size(max = Activity.RELATED_TYPE_CHARS_MAX) @Nullable String relatedType,

            @JsonPropertyDescription("Only activities about the thing with this id.")
            @Size(max = Activity.RELATED_ID_CHARS_MAX) @Nullable String relatedId,

            @JsonPropertyDescription("Only activities whose own fields have these values.") @Nullable CustomFields customFields) {}

    /** One activity. */
    public record ActivityRef(
            @JsonPropertyDescription("The id of the activity.")
            ActivityId id) {}

    private static final NewActivity EXAMPLE = new NewActivity(
            Activity.Type.CALL,
            "Called Ada about the renewal",
            "She will decide by Friday.",
            "contact",
            "contact-4711",
            Instant.parse("2025-01-15T09:00:00Z"),
            new CustomFields(Map.of("minutes", 12)));

    public static final Operation<NewActivity, Activity> LOG = Declaration.create("log_activity", "activity")
            .summary("Log an activity")
            .description(
                    "Writes down what happened: a call, an e-mail, a meeting, a note, or what an agent did. It cannot"
                            + " be changed or deleted afterwards. Relate it to any record by type and id.")
            .app("POST", "/v1/activities", scoped("activity:write"))
            .with(Trait.DRY_RUN)
            .event("activity.logged")
            .takes(NewActivity.class, EXAMPLE)
            .gives(Activity.class);

    public static final Operation<ActivityQuery, Page<Activity>> SEARCH = Declaration.read(
                    "search_activities", "activity")
            .summary("Search activities")
            .description("Gives activities, the last logged first. All filters must match; query searches summary and"
                    + " body. For the history of a record name its type and id.")
            .app("GET", "/v1/activities", scoped("activity:read"))
            .takes(ActivityQuery.class, new ActivityQuery(10, null, "renewal", Activity.Type.CALL, null, null, null))
            .givesPage(Activity.class);

    public static final Operation<ActivityRef, Activity> GET = Declaration.read("get_activity", "activity")
            .summary("Read an activity")
            .description("Gives one activity.")
            .app("GET", "/v1/activities/{id}", scoped("activity:read"))
            .with(Trait.CONDITIONAL)
            .takes(ActivityRef.class)
            .gives(Activity.class);

    /** All of them, in the order in which people read about them. */
    static final List<Operation<?, ?>> ALL = List.of(LOG, SEARCH, GET);

    private ActivityOperations() {}
}
