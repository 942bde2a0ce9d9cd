package dev.tollgate.billing.statement;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;

/** What can be asked of a month. */
public final class StatementOperations {

    public static final Operation<StatementMonth, Statement> GET = Declaration.read("get_statement", "statement")
            .summary("Itemise a month")
            .description(
                    "Balances at both ends and what moved them, and the spend itemised by any of day, workspace,"
                            + " dimension, credential, module, surface, with commas between; by dimension where group_by is"
                            + " absent. The running month is open and still grows; a final month never changes. Items come in"
                            + " pages: next_cursor in data is there while there are more. A table has the items and nothing else.")
            .control(
                    "GET",
                    "/control/v1/tenants/{tenant_id}/statements/{month}",
                    roles(Role.OPERATOR, Role.TENANT_OWNER))
            .with(Trait.CSV)
            .takes(StatementMonth.class, """
                    {"month": "2026-11", "group_by": "workspace,dimension", "limit": 100}""")
            .gives(Statement.class);

    private StatementOperations() {}
}
