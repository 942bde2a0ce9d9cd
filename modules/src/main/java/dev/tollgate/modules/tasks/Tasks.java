package dev.tollgate.modules.tasks;

import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.tasks.TaskOperations.NewTask;
import dev.tollgate.modules.tasks.TaskOperations.NewTasks;
import dev.tollgate.modules.tasks.TaskOperations.TaskCompletion;
import dev.tollgate.modules.tasks.TaskOperations.TaskPatch;
import dev.tollgate.modules.tasks.TaskOperations.TaskQuery;
import dev.tollgate.modules.tasks.TaskOperations.TaskRef;
import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.Listing;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.Stamp;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the operations of tasks on one event loop. */
final class Tasks {

    private static final TableDeclaration<Task> TABLE = TableDeclaration.of(Task.class, "tasks.task")
            .filteredBy("status", "assignee", "related_type", "related_id")
            .searchedBy("tasks.search_tasks");

    private final RecordTable<Task> tasks;
    private final Work work;

    Tasks(Workshop workshop) {
        this.tasks = workshop.table(TABLE);
        this.work = workshop.work();
    }

    void serve(OperationBus bus) {
        bus.serve(TaskOperations.CREATE, this::create);
        bus.serve(TaskOperations.LIST, this::list);
        bus.serve(TaskOperations.GET, this::get);
        bus.serve(TaskOperations.UPDATE, this::update);
        bus.serve(TaskOperations.DELETE, this::delete);
        bus.serve(TaskOperations.CREATE_ALL, this::createAll);
        bus.serve(TaskOperations.COMPLETE, this::complete);
    }

    private Future<Outcome<Task>> create(Call<NewTask> call) {
        return tasks.create(call, fresh(call.input()));
    }

    private Future<Outcome<BatchAnswer<Task>>> createAll(Call<NewTasks> call) {
        List<Function<Stamp, Task>> fresh =
                call.input().items().stream().map(Tasks::fresh).toList();
        return work.write(call, transaction -> tasks.insertAll(transaction, call, fresh));
    }

    private static Function<Stamp, Task> fresh(NewTask wanted) {
        return stamp -> new Task(
                new TaskId(stamp.id()),
                stamp.workspace(),
                wanted.title(),
                wanted.description(),
                Task.Status.OPEN,
                wanted.dueAt(),
                wanted.assignee(),
                wanted.relatedType(),
                wanted.relatedId(),
                null,
                CustomFields.NONE.merged(wanted.customFields()),
                stamp.time(),
                stamp.time(),
                Stamp.VERSION,
                stamp.source(),
                stamp.actor());
    }

    private Future<Outcome<Page<Task>>> list(Call<TaskQuery> call) {
        var wanted = call.input();
        return tasks.page(
                call,
                Listing.of(wanted.limit(), wanted.cursor())
                        .matching(wanted.query())
                        .with(wanted.customFields())
                        .where("status", wanted.status())
                        .where("assignee", wanted.assignee())
                        .where("related_type", wanted.relatedType())
                        .where("related_id", wanted.relatedId()));
    }

    private Future<Outcome<Task>> get(Call<TaskRef> call) {
        return tasks.get(call, call.input().id());
    }

    private Future<Outcome<Task>> update(Call<TaskPatch> call) {
        var patch = call.input();
        return tasks.update(call, patch.id(), task -> Outcome.done(patched(task, patch)));
    }

    private static Task patched(Task task, TaskPatch patch) {
        return new Task(
                task.id(),
                task.workspaceId(),
                kept(patch.title(), task.title()),
                patch.description().over(task.description()),
                kept(patch.status(), task.status()),
                patch.dueAt().over(task.dueAt()),
                patch.assignee().over(task.assignee()),
                patch.relatedType().over(task.relatedType()),
                patch.relatedId().over(task.relatedId()),
                patch.completedNote().over(task.completedNote()),
                task.customFields().patched(patch.customFields()),
                task.createdAt(),
                task.updatedAt(),
                task.version(),
                task.source(),
                task.lastActor());
    }

    /** A field that every task has: the schema of the patch refuses to clear it. */
    private static <T> T kept(Patch<T> patch, T before) {
        return patch instanceof Patch.Set<T>(T value) ? value : before;
    }

    private Future<Outcome<Task>> delete(Call<TaskRef> call) {
        return tasks.remove(call, call.input().id());
    }

    private Future<Outcome<Task>> complete(Call<TaskCompletion> call) {
        var completion = call.input();
        return tasks.update(
                call,
                completion.id(),
                task -> task.status() == Task.Status.OPEN
                        ? Outcome.done(completed(task, completion.completedNote()))
                        : Outcome.refused(new Refusal.Conflict("The task is not open.")));
    }

    private static Task completed(Task task, @Nullable String note) {
        return new Task(
                task.id(),
                task.workspaceId(),
                task.title(),
                task.description(),
                Task.Status.COMPLETED,
                task.dueAt(),
                task.assignee(),
                task.relatedType(),
                task.relatedId(),
                note,
                task.customFields(),
                task.createdAt(),
                task.updatedAt(),
                task.version(),
                task.source(),
                task.lastActor());
    }
}
