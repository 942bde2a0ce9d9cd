package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.gateway.catalogue.Catalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlModuleTest {

    private final ControlModule module = new ControlModule();

    @Test
    void its_declarations_have_no_fault() {
        var catalogue = Catalogue.of(List.of(module));

        assertThat(catalogue.faces())
                .hasSize(module.operations().stream()
                        .mapToInt(operation -> operation.faces().size())
                        .sum());
    }

    @Test
    void every_operation_that_judges_callers_lets_operators_in() {
        assertThat(module.operations())
                .filteredOn(operation ->
                        !(access(operation) instanceof Access.Identified || access(operation) instanceof Access.Signed))
                .allMatch(operation -> letsOperatorsIn(access(operation)));
    }

    private static Access access(Operation<?, ?> operation) {
        return operation.faces().getFirst().access();
    }

    private static boolean letsOperatorsIn(Access access) {
        return switch (access) {
            case Access.Roles(var roles) -> roles.contains(Role.OPERATOR);
            case Access.AnySignedIn _ -> true;
            case Access.Scoped _, Access.ScopeOnly _, Access.AnyCredential _, Access.Identified _, Access.Signed _ ->
                false;
        };
    }
}
