package dev.tollgate.gateway.control.system;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import java.util.List;

/** The operation on the installation as a whole. */
public final class SystemOperations {

    public static final Operation<NoInput, SystemState> GET = Declaration.read("get_system", "system")
            .summary("Get the state of the system")
            .description(
                    "Returns the health of every part of the installation, and how far each is behind. Answers also "
                            + "while Redis, Kafka or PostgreSQL are away: their state is then a value. Processes report every "
                            + "5 seconds.")
            .control("GET", "/control/v1/system", roles(Role.OPERATOR))
            .takes(NoInput.class, "{}")
            .gives(SystemState.class);

    public static final List<Operation<?, ?>> ALL = List.of(GET);

    private SystemOperations() {}
}
