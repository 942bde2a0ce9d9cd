package dev.tollgate.modules.tasks;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.tasks.TaskOperations.NewTask;
import dev.tollgate.modules.tasks.TaskOperations.TaskCompletion;
import dev.tollgate.modules.tasks.TaskOperations.TaskPatch;
import dev.tollgate.modules.tasks.TaskOperations.TaskQuery;
import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Answers the operations of tasks on one event loop. */
final class Tasks {

    private static final TableDeclaration<Task> TABLE = TableDeclaration.of(Task.class, "tasks.task")
            .madeFrom(NewTask.class)
            .startingWith("status", Task.Status.OPEN)
            .changedBy(TaskPatch.class)
            .listedBy(TaskQuery.class)
            .searched();

    private final RecordTable<Task> tasks;

    Tasks(Workshop workshop) {
        this.tasks = workshop.table(TABLE);
    }

    void serve(OperationBus bus) {
        bus.serve(TaskOperations.CREATE, call -> tasks.create(call, call.input()));
        bus.serve(TaskOperations.LIST, call -> tasks.page(call, call.input()));
        bus.serve(TaskOperations.GET, call -> tasks.get(call, call.input().id()));
        bus.serve(TaskOperations.UPDATE, call -> tasks.update(call, call.input().id(), call.input()));
        bus.serve(TaskOperations.DELETE, call -> tasks.remove(call, call.input().id()));
        bus.serve(
                TaskOperations.CREATE_ALL,
                call -> tasks.createAll(call, call.input().items()));
        bus.serve(TaskOperations.COMPLETE, this::complete);
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

    /** Without a note the one that was written before stays. */
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
                note == null ? task.completedNote() : note,
                task.customFields(),
                task.createdAt(),
                task.updatedAt(),
                task.version(),
                task.source(),
                task.lastActor());
    }
}
