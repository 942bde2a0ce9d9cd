package dev.tollgate.modules.tasks;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.tasks.TaskOperations.TaskCompletion;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.table.Column;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;

/** Answers the operations of tasks on one event loop. */
final class Tasks {

    private static final TableDeclaration<Task> TABLE = TaskOperations.TASKS.table();
    private static final Column<Task, Task.Status> STATUS = TABLE.column("status", Task.Status.class);
    private static final Column<Task, String> COMPLETED_NOTE = TABLE.column("completed_note", String.class);

    private final RecordTable<Task> tasks;

    Tasks(ModuleContext context) {
        this.tasks = context.table(TABLE);
    }

    void serve(OperationBus bus) {
        bus.serve(TaskOperations.COMPLETE, this::complete);
    }

    /** Without a note the one that was written before is kept. */
    private Future<Outcome<Task>> complete(Call<TaskCompletion> call) {
        var completion = call.input();
        return tasks.update(
                call,
                completion.id(),
                task -> task.status() == Task.Status.OPEN
                        ? Outcome.done(TABLE.copy(task)
                                .set(STATUS, Task.Status.COMPLETED)
                                .setIfPresent(COMPLETED_NOTE, completion.completedNote())
                                .done())
                        : Outcome.refused(new Refusal.Conflict("The task is not open.")));
    }
}
