package dev.tollgate.modules.activity;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.table.ListInput;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of activities. Fields are described on {@link Activity}. */
public final class ActivityOperations {

    public record NewActivity(
            Activity.Type type,
            String summary,
            @Nullable String body,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable LeadId leadId,
            @Nullable TicketId ticketId,
            @Nullable InvoiceId invoiceId,
            @Nullable String relatedType,
            @Nullable String relatedId,
            @Nullable ActivityId supersedesId,
            @Nullable Instant occurredAt,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record ActivityQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            Activity.@Nullable Type type,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable LeadId leadId,
            @Nullable TicketId ticketId,
            @Nullable InvoiceId invoiceId,
            @Nullable String relatedType,
            @Nullable String relatedId,
            @Nullable Boolean superseded,
            @Nullable CustomFields customFields,

            @JsonPropertyDescription("true: with contact_id or company_id, also the events of the modules that you may"
                    + " read, as type event.")
            @Nullable Boolean timeline)
            implements SearchQuery {}

    static final ResourceOperations<ActivityId, Activity> ACTIVITIES = ResourceOperations.of(
                    Activity.class, ActivityId.class, "activity", "activities")
            .withoutUpdate()
            .stored(table -> table.startingAt("occurred_at")
                    .startingWith("superseded", false)
                    .listedWith("superseded", false)
                    .filteredBy("timeline", "NOT %s")
                    .ruledBy(ActivityOperations::faults));

    public static final Operation<NewActivity, Activity> LOG = ACTIVITIES.create(
            "log",
            "logged",
            NewActivity.class,
            """
            {
              "type": "call",
              "summary": "Called Ada about the renewal",
              "body": "She will decide by Friday.",
              "related_type": "order",
              "related_id": "order-4711",
              "occurred_at": "2025-01-15T09:00:00Z",
              "custom_fields": {"minutes": 12}
            }
            """,
            "Records something that happened: a call, an e-mail, a meeting, a note, or an action of an agent. It cannot"
                    + " be changed or deleted. To correct one, log another with its ID as supersedes_id; each can be"
                    + " corrected once.");

    public static final Operation<ListInput<ActivityQuery>, Page<Activity>> SEARCH = ACTIVITIES.search(
            ActivityQuery.class,
            """
            {"limit": 10, "query": "renewal", "type": "call"}
            """,
            "Returns activities, last logged first. All filters must match; query searches summary and body. Those that"
                    + " another one supersedes are left out; superseded: true returns only them. timeline: true with"
                    + " contact_id or company_id, and no other filter, adds their events.");

    public static final Operation<Ref<ActivityId>, Activity> GET = ACTIVITIES.get();

    private ActivityOperations() {}

    private static List<FieldError> faults(Activity activity) {
        return activity.type() == Activity.Type.EVENT
                ? List.of(new FieldError("type", "must not be event, which is the type of entries in a timeline"))
                : List.of();
    }
}
