package dev.tollgate.modules.tasks;

import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.Batch;
import dev.tollgate.records.table.ListInput;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The operations of tasks. Fields are described on {@link Task}. */
public final class TaskOperations {

    public record NewTask(
            String title,
            @Nullable String description,
            @Nullable Instant dueAt,
            @Nullable String assignee,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable LeadId leadId,
            @Nullable TicketId ticketId,
            @Nullable InvoiceId invoiceId,
            @Nullable String relatedType,
            @Nullable String relatedId,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record TaskQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            Task.@Nullable Status status,
            @Nullable String assignee,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable LeadId leadId,
            @Nullable TicketId ticketId,
            @Nullable InvoiceId invoiceId,
            @Nullable String relatedType,
            @Nullable String relatedId,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record TaskPatch(
            TaskId id,
            Patch<String> title,
            Patch<String> description,
            Patch<Task.Status> status,
            Patch<Instant> dueAt,
            Patch<String> assignee,
            Patch<ContactId> contactId,
            Patch<CompanyId> companyId,
            Patch<DealId> dealId,
            Patch<LeadId> leadId,
            Patch<TicketId> ticketId,
            Patch<InvoiceId> invoiceId,
            Patch<String> relatedType,
            Patch<String> relatedId,
            Patch<String> completedNote,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    public record TaskCompletion(TaskId id, @Nullable String completedNote) implements Identified {}

    static final ResourceOperations<TaskId, Task> TASKS = ResourceOperations.of(
                    Task.class, TaskId.class, "tasks", "tasks")
            .stored(table -> table.startingWith("status", Task.Status.OPEN));

    private static final Column<Task, Task.Status> STATUS = TASKS.table().column("status", Task.Status.class);
    private static final Column<Task, String> COMPLETED_NOTE = TASKS.table().column("completed_note", String.class);

    public static final Operation<NewTask, Task> CREATE = TASKS.create(
            NewTask.class,
            """
            {
              "title": "Call Ada about the renewal",
              "description": "She asked for the yearly price.",
              "due_at": "2030-01-15T09:00:00Z",
              "assignee": "grace@example.org",
              "related_type": "order",
              "related_id": "order-4711",
              "custom_fields": {"channel": "phone", "priority": 2}
            }
            """,
            "Creates an open task. Only the title is required. Relate it to records of the CRM by their IDs.");

    public static final Operation<ListInput<TaskQuery>, Page<Task>> LIST = TASKS.list(
            TaskQuery.class,
            """
            {"limit": 10, "status": "open"}
            """,
            "Returns tasks, newest first. All filters must match; query searches title and description.");

    public static final Operation<Ref<TaskId>, Task> GET = TASKS.get();

    public static final Operation<TaskPatch, Task> UPDATE = TASKS.update(
            TaskPatch.class,
            "Changes only the fields you send. To finish a task and record its result, use complete_task.");

    public static final Operation<Ref<TaskId>, Task> DELETE = TASKS.delete(
            "Deletes a task for good and returns its last state. To keep it, set its status to canceled instead.");

    public static final Operation<Batch<NewTask>, BatchAnswer<Task>> CREATE_ALL = TASKS.createBatch(CREATE);

    public static final Operation<TaskCompletion, Task> COMPLETE = TASKS.action(
            "complete",
            "completed",
            TaskCompletion.class,
            "Sets an open task to completed and keeps its result. Fails with conflict if the task is not open.",
            (task, call) -> completed(task, call.input().completedNote()));

    /** Without a note the one that was written before is kept. */
    private static Outcome<Task> completed(Task task, @Nullable String note) {
        return task.status() == Task.Status.OPEN
                ? Outcome.done(TASKS.table()
                        .copy(task)
                        .set(STATUS, Task.Status.COMPLETED)
                        .setIfPresent(COMPLETED_NOTE, note)
                        .done())
                : Outcome.refused(new Refusal.Conflict("The task is "
                        + task.status().name().toLowerCase(Locale.ROOT)
                        + ", not open. To complete it again, set its status to open with update_task first."));
    }

    private TaskOperations() {}
}
