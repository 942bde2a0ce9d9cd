package dev.tollgate.billing.statement;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;

/** Operations on monthly statements. */
public final class StatementOperations {

    public static final Operation<StatementMonth, Statement> GET = Declaration.read("get_statement", "statement")
            .summary("Get a monthly statement")
            .description("Returns opening and closing balances, what changed them, and the spend itemized by "
                    + "group_by, or by dimension if it is absent. The current month is open and still changes; a final month never "
                    + "does. Items are paged: next_cursor in data is present if there are more. As a table, only "
                    + "the items are returned.")
            .control(
                    "GET",
                    "/control/v1/tenants/{tenant_id}/statements/{month}",
                    roles(Role.OPERATOR, Role.TENANT_OWNER))
            .with(Trait.CSV)
            .takes(StatementMonth.class, """
                    {"month": "2026-11", "group_by": ["workspace", "dimension"], "limit": 100}""")
            .gives(Statement.class);

    private StatementOperations() {}
}
