package dev.tollgate.modules.support;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of queues. Fields are described on {@link Queue}. */
public final class QueueOperations {

    public record NewQueue(
            String name,
            @Nullable String description,
            @Nullable Boolean active,
            Ticket.@Nullable Priority defaultPriority,
            @Nullable String defaultAssignee,
            @Nullable List<SlaTarget> targets,
            @Nullable String timeZone,
            @Nullable List<Interval> businessHours,
            @Nullable List<LocalDate> holidays,
            @Nullable List<Queue.Pause> pauseOn,
            @Nullable Integer autoCloseDays,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record QueueQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable String name,
            @Nullable Boolean active,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record QueuePatch(
            QueueId id,
            Patch<String> name,
            Patch<String> description,
            Patch<Boolean> active,
            Patch<Ticket.Priority> defaultPriority,
            Patch<String> defaultAssignee,
            Patch<List<SlaTarget>> targets,
            Patch<String> timeZone,
            Patch<List<Interval>> businessHours,
            Patch<List<LocalDate>> holidays,
            Patch<List<Queue.Pause>> pauseOn,
            Patch<Integer> autoCloseDays,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    static final ResourceOperations<QueueId, Queue> QUEUES = ResourceOperations.of(
                    Queue.class, QueueId.class, "support", "queues")
            .at("/v1/support/queues")
            .stored(table -> table.startingWith("active", true)
                    .startingWith("default_priority", Ticket.Priority.NORMAL)
                    .startingWith("holidays", List.of())
                    .startingWith("pause_on", List.of(Queue.Pause.WAITING_ON_CUSTOMER))
                    .startingWith("auto_close_days", Queue.AUTO_CLOSE_DAYS)
                    .ruledBy(Queue::faults));

    public static final Operation<NewQueue, Queue> CREATE = QUEUES.create(
            NewQueue.class, """
            {
              "name": "Customer care",
              "default_assignee": "grace@example.org",
              "targets": [{"priority": "urgent", "first_response": 60, "next_response": 120, "resolution": 480}],
              "time_zone": "Europe/Oslo",
              "business_hours": [
                {"day": "monday", "from": "09:00", "to": "17:00"},
                {"day": "friday", "from": "09:00", "to": "17:00"}
              ],
              "holidays": ["2030-12-25"],
              "auto_close_days": 14
            }
            """, "Creates a queue with business hours and response targets for its tickets.");

    public static final Operation<ListInput<QueueQuery>, Page<Queue>> LIST =
            QUEUES.list(QueueQuery.class, """
            {"limit": 10, "active": true}
            """, "Returns queues, newest first.");

    public static final Operation<Ref<QueueId>, Queue> GET = QUEUES.get();

    public static final Operation<QueuePatch, Queue> UPDATE = QUEUES.update(
            QueuePatch.class,
            "Changes only the fields you send; a list replaces the former one. Due times follow at a ticket's next change of status, priority or queue.");

    private QueueOperations() {}
}
