package dev.tollgate.modules.tasks;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.Listing;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be done with tasks. */
public final class TaskOperations {

    /** The most tasks of one batch. */
    static final int BATCH_MAX = 100;

    /** A task to be made. */
    public record NewTask(
            @JsonPropertyDescription("What is to be done, in one line.") @Size(min = 1, max = Task.TITLE_CHARS_MAX) String title,

            @JsonPropertyDescription("More about it, in plain text.") @Size(max = Task.DESCRIPTION_CHARS_MAX) @Nullable String description,

            @JsonPropertyDescription("When it should be done, as RFC 3339 with an offset.") @Nullable Instant dueAt,

            @JsonPropertyDescription("Who is to do it: a name, an address or an id, as you like.")
            @Size(max = Task.ASSIGNEE_CHARS_MAX) @Nullable String assignee,

            @JsonPropertyDescription("What kind of thing it is about, such as deal or ticket.")
            @Size(max = Task.RELATED_TYPE_CHARS_MAX) @Nullable String relatedType,

            @JsonPropertyDescription("The id of the thing it is about.")
            @Size(max = Task.RELATED_ID_CHARS_MAX) @Nullable String relatedId,

            @JsonPropertyDescription("Fields of your own: a flat object of text, numbers and booleans.") @Nullable CustomFields customFields) {}

    /** Which tasks are wanted. */
    public record TaskQuery(
            @JsonPropertyDescription("Tasks of a page, 25 if you do not say.") @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor,

            @JsonPropertyDescription("Words that must all occur in title or description.")
            @Size(max = Listing.QUERY_CHARS_MAX) @Nullable String query,

            @JsonPropertyDescription("Only tasks that stand so.")
            Task.@Nullable Status status,

            @JsonPropertyDescription("Only tasks of this assignee.") @Size(max = Task.ASSIGNEE_CHARS_MAX) @Nullable String assignee,

            @JsonPropertyDescription("Only tasks about this kind of thing.")
            @Size(max = Task.RELATED_TYPE_CHARS_MAX) @Nullable String relatedType,

            @JsonPropertyDescription("Only tasks about the thing with this id.")
            @Size(max = Task.RELATED_ID_CHARS_MAX) @Nullable String relatedId,

            @JsonPropertyDescription("Only tasks whose own fields have these values.") @Nullable CustomFields customFields) {}

    /** One task. */
    public record TaskRef(
            @JsonPropertyDescription("The id of the task.") TaskId id) {}

    /** What is to become of a task. */
    public record TaskPatch(
            @JsonPropertyDescription("The id of the task.") TaskId id,

            @JsonPropertyDescription("What is to be done, in one line.")
            @NotNull @Size(min = 1, max = Task.TITLE_CHARS_MAX) Patch<String> title,

            @JsonPropertyDescription("More about it; null clears it.") @Size(max = Task.DESCRIPTION_CHARS_MAX) Patch<String> description,

            @JsonPropertyDescription("Where it stands.") @NotNull Patch<Task.Status> status,

            @JsonPropertyDescription("When it should be done; null clears it.")
            Patch<Instant> dueAt,

            @JsonPropertyDescription("Who is to do it; null clears it.") @Size(max = Task.ASSIGNEE_CHARS_MAX) Patch<String> assignee,

            @JsonPropertyDescription("What kind of thing it is about; null clears it.")
            @Size(max = Task.RELATED_TYPE_CHARS_MAX) Patch<String> relatedType,

            @JsonPropertyDescription("The id of the thing it is about; null clears it.")
            @Size(max = Task.RELATED_ID_CHARS_MAX) Patch<String> relatedId,

            @JsonPropertyDescription("What came of it; null clears it.") @Size(max = Task.NOTE_CHARS_MAX) Patch<String> completedNote,

            @JsonPropertyDescription("Fields of your own, merged by name: null removes one, other names stay.")
            Patch<CustomFields> customFields) {}

    /** Several tasks to be made. */
    public record NewTasks(
            @JsonPropertyDescription("1 to 100 tasks; each is answered on its own.")
            @Size(min = 1, max = BATCH_MAX) @Valid List<NewTask> items) {}

    /** A task that is done. */
    public record TaskCompletion(
            @JsonPropertyDescription("The id of the task.") TaskId id,

            @JsonPropertyDescription("What came of it.") @Size(max = Task.NOTE_CHARS_MAX) @Nullable String completedNote) {}

    private static final NewTask EXAMPLE = new NewTask(
            "Call Ada about the renewal",
            "She asked for the yearly price.",
            Instant.parse("2030-01-15T09:00:00Z"),
            "grace@example.org",
            "deal",
            "deal-4711",
            new CustomFields(Map.of("channel", "phone", "priority", 2)));

    public static final Operation<NewTask, Task> CREATE = Declaration.create("create_task", "task")
            .summary("Create a task")
            .description("Makes an open task. Only the title is needed; relate it to any record by type and id.")
            .app("POST", "/v1/tasks", scoped("tasks:write"))
            .with(Trait.DRY_RUN)
            .event("task.created")
            .takes(NewTask.class, EXAMPLE)
            .gives(Task.class);

    public static final Operation<TaskQuery, Page<Task>> LIST = Declaration.read("list_tasks", "task")
            .summary("List tasks")
            .description("Gives tasks, newest first. All filters must match; query searches title and description.")
            .app("GET", "/v1/tasks", scoped("tasks:read"))
            .takes(TaskQuery.class, new TaskQuery(10, null, null, Task.Status.OPEN, null, null, null, null))
            .givesPage(Task.class);

    public static final Operation<TaskRef, Task> GET = Declaration.read("get_task", "task")
            .summary("Read a task")
            .description("Gives one task with its current version.")
            .app("GET", "/v1/tasks/{id}", scoped("tasks:read"))
            .with(Trait.CONDITIONAL)
            .takes(TaskRef.class)
            .gives(Task.class);

    public static final Operation<TaskPatch, Task> UPDATE = Declaration.write("update_task", "task")
            .summary("Change a task")
            .description("Changes only the fields you send. To finish a task and say what came of it, complete it.")
            .app("PATCH", "/v1/tasks/{id}", scoped("tasks:write"))
            .with(Trait.CONDITIONAL)
            .event("task.updated")
            .takes(TaskPatch.class)
            .gives(Task.class);

    public static final Operation<TaskRef, Task> DELETE = Declaration.reduce("delete_task", "task")
            .summary("Delete a task")
            .description("Removes a task for good and gives its last state. To keep it, set its status to canceled.")
            .app("DELETE", "/v1/tasks/{id}", scoped("tasks:write"))
            .with(Trait.CONDITIONAL)
            .event("task.deleted")
            .takes(TaskRef.class)
            .gives(Task.class);

    public static final Operation<NewTasks, BatchAnswer<Task>> CREATE_ALL = Declaration.write("create_tasks", "task")
            .summary("Create several tasks")
            .description("Makes up to 100 open tasks in one step. A task that is refused does not hold up the others.")
            .app("POST", "/v1/tasks/batch", scoped("tasks:write"))
            .with(Trait.DRY_RUN)
            .event("task.created")
            .takes(NewTasks.class, new NewTasks(List.of(EXAMPLE)))
            .givesBatch(Task.class, tasks -> tasks.items().size());

    public static final Operation<TaskCompletion, Task> COMPLETE = Declaration.write("complete_task", "task")
            .summary("Complete a task")
            .description("Sets an open task to completed and keeps what came of it. A task that is not open: conflict.")
            .app("POST", "/v1/tasks/{id}/complete", scoped("tasks:write"))
            .with(Trait.CONDITIONAL)
            .event("task.completed")
            .takes(TaskCompletion.class)
            .gives(Task.class);

    /** All of them, in the order in which people read about them. */
    static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, DELETE, CREATE_ALL, COMPLETE);

    private TaskOperations() {}
}
