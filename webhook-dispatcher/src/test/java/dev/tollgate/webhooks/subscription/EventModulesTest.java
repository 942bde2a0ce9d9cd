package dev.tollgate.webhooks.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.webhooks.TaskModule;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scopes that a credential needs to receive events. */
class EventModulesTest {

    private static final Scope TASKS = new Scope("tasks:read");
    private static final Scope UNDECLARED = new Scope("integrations:read");

    private final EventModules modules = TaskModule.MODULES;

    @Test
    void a_pattern_needs_the_scope_of_every_module_it_covers() {
        assertThat(modules.scopesOf(List.of("task.created"))).containsExactly(TASKS);
        assertThat(modules.scopesOf(List.of("task.*"))).containsExactly(TASKS);
        assertThat(modules.scopesOf(List.of("tasks.*"))).containsExactly(TASKS);
        assertThat(modules.scopesOf(List.of("custom.*", "task.*"))).containsExactlyInAnyOrder(TASKS, UNDECLARED);
        assertThat(modules.scopesOf(List.of("taskforce.*"))).containsExactly(UNDECLARED);
    }

    @Test
    void an_event_that_no_module_declares_needs_integrations() {
        assertThat(modules.scopeOf("task.created")).isEqualTo(TASKS);
        assertThat(modules.scopeOf("order.shipped")).isEqualTo(UNDECLARED);
    }

    @Test
    void events_of_one_resource_come_from_one_module() {
        var types = new EventTypes(
                List.of(type("task.created", "tasks", TASKS), type("task.billed", "billing", UNDECLARED)));

        assertThatThrownBy(() -> EventModules.of(types)).hasMessage("events of task come from billing and from tasks");
    }

    private static EventType type(String type, String module, Scope scope) {
        return new EventType(type, module, scope, "task", "A task.", new JsonObject(), new JsonObject());
    }
}
