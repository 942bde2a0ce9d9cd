package dev.tollgate.gateway.control.system;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.records.job.JobQuery;
import dev.tollgate.records.job.ShownJob;
import java.util.List;

/** The operation on durable jobs. */
public final class JobOperations {

    public static final Operation<JobQuery, Page<ShownJob>> LIST = Declaration.read("list_jobs", "job")
            .summary("List durable jobs")
            .description(
                    "Work of all workspaces and of the installation that is set for a time, such as clocks of tickets. "
                            + "Those that run next come first.")
            .control("GET", "/control/v1/jobs", roles(Role.OPERATOR))
            .takes(JobQuery.class, "{}")
            .givesPage(ShownJob.class);

    public static final List<Operation<?, ?>> ALL = List.of(LIST);

    private JobOperations() {}
}
