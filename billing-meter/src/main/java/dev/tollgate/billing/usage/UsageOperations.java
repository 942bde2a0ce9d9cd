package dev.tollgate.billing.usage;

import static dev.tollgate.contract.operation.Declaration.everyRole;
import static dev.tollgate.contract.operation.Declaration.roles;
import static dev.tollgate.contract.operation.Declaration.scopeOnly;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import java.util.List;

/** Operations on the usage of a workspace or a tenant. */
public final class UsageOperations {

    private static final String WORKSPACE = "/control/v1/workspaces/{workspace_id}";
    private static final Access MEMBERS = everyRole();

    public static final Operation<UsagePage, Page<UsageSum>> LIST = Declaration.read("list_usage", "usage")
            .summary("Aggregate usage and charges")
            .description("Returns calls, units and charges per group. Days are UTC; from is inclusive, to exclusive; "
                    + "at most 400 days, by default the current month; by the hour at most 7, by default "
                    + "today, of a workspace only. Without group_by there is one total. A call "
                    + "counts on the day it was made, at the price of that time. On a tenant it covers all workspaces "
                    + "and the tenant itself.")
            .app("GET", "/v1/usage", scopeOnly("usage:read"))
            .control("GET", WORKSPACE + "/usage", MEMBERS)
            .control("GET", "/control/v1/tenants/{tenant_id}/usage", roles(Role.OPERATOR, Role.TENANT_OWNER))
            .with(Trait.CSV)
            .takes(UsagePage.class, """
                    {"from": "2026-11-01", "to": "2026-12-01", "group_by": ["day", "dimension"], "limit": 25}""")
            .givesFreePage(UsageSum.class);

    public static final Operation<UsageEventPage, Page<UsageEvent>> LIST_EVENTS = Declaration.read(
                    "list_usage_events", "usage_event")
            .summary("List metered calls")
            .description("Newest first, one entry per call. The charge is for the units the call used, at the price "
                    + "when it started.")
            .control("GET", WORKSPACE + "/usage-events", MEMBERS)
            .with(Trait.CSV)
            .takes(UsageEventPage.class, """
                    {"limit": 25}""")
            .givesFreePage(UsageEvent.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL = List.of(LIST, LIST_EVENTS);

    private UsageOperations() {}
}
