package dev.tollgate.gateway.control.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.FieldError;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeListTest {

    private static final Set<String> KNOWN = Set.of("crm:read", "crm:write", "tasks:read", "audit:read");
    private static final Set<String> MODULES = Set.of("crm", "tasks");

    @Test
    void every_unknown_scope_is_named_by_its_place() {
        var scopes = new ScopeList(List.of("crm:read", "crm:destroy", "nonsense"));

        var faults = scopes.faults(KNOWN, MODULES, MODULES, List.of());

        assertThat(faults).extracting(FieldError::field).containsExactly("scopes[1]", "scopes[2]");
    }

    @Test
    void a_new_scope_of_a_module_that_is_off_is_refused_and_one_held_already_may_stay() {
        var scopes = new ScopeList(List.of("tasks:read", "crm:read", "crm:write"));

        var faults = scopes.faults(KNOWN, MODULES, Set.of("tasks"), List.of("crm:write"));

        assertThat(faults).extracting(FieldError::field).containsExactly("scopes[1]");
    }

    @Test
    void a_scope_of_no_module_needs_none_to_be_on() {
        var scopes = new ScopeList(List.of("audit:read"));

        assertThat(scopes.faults(KNOWN, MODULES, Set.of(), List.of())).isEmpty();
    }

    @Test
    void scopes_are_kept_once_each_and_in_order() {
        var scopes = new ScopeList(List.of("tasks:read", "crm:read", "tasks:read"));

        assertThat(scopes.sorted()).containsExactly("crm:read", "tasks:read");
    }
}
