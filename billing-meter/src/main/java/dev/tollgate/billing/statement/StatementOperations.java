package dev.tollgate.billing.statement;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;

/** What can be asked of a month. */
public final class StatementOperations {

    public static final Operation<StatementMonth, Statement> GET = Declaration.read("get_statement", "statement")
            .summary("Itemise a month")
            .description("By dimension, by workspace and by source; the three sums are equal.")
            .control(
                    "GET",
                    "/control/v1/tenants/{tenant_id}/statements/{month}",
                    roles(Role.OPERATOR, Role.TENANT_OWNER))
            .takes(StatementMonth.class, new StatementMonth("2026-11"))
            .gives(Statement.class);

    private StatementOperations() {}
}
