package dev.tollgate.modules.tasks;

import dev.tollgate.records.RecordModule;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;

/** Tasks of people. */
public final class TasksModule implements RecordModule {

    @Override
    public String key() {
        return "tasks";
    }

    @Override
    public String title() {
        return "Tasks";
    }

    @Override
    public List<ResourceOperations<?, ?>> resources() {
        return List.of(TaskOperations.TASKS);
    }
}
