package dev.tollgate.webhooks;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.webhooks.subscription.EventModules;
import java.util.List;

/** A module that makes the events of tasks, and nothing else. */
public record TaskModule() implements ProductModule {

    /** What the dispatcher of an installation with this module alone knows. */
    public static final EventModules MODULES = EventModules.of(List.of(new TaskModule()));

    record Example(String id) {}

    @Override
    public String key() {
        return "tasks";
    }

    @Override
    public String title() {
        return "Tasks";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of();
    }

    @Override
    public List<EventDeclaration> events() {
        return List.of(new EventDeclaration("task.created", "A task.", new Example("tsk_1")));
    }
}
