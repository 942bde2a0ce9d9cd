package dev.tollgate.billing.usage;

import static dev.tollgate.contract.operation.Declaration.roles;
import static dev.tollgate.contract.operation.Declaration.scopeOnly;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import java.util.List;

/** What can be asked of the usage of a workspace. */
public final class UsageOperations {

    private static final String WORKSPACE = "/control/v1/workspaces/{workspace_id}";
    private static final Access MEMBERS =
            roles(Role.OPERATOR, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.AGENT, Role.READONLY);

    public static final Operation<UsagePage, Page<UsageSum>> LIST = Declaration.read("list_usage", "usage")
            .summary("Sum up usage and charges")
            .description(
                    "Days are UTC; from is counted, to no longer is; at most 400 days, by default this month so far."
                            + " Group by any of day, dimension, credential, module, surface, with commas between; without"
                            + " group_by everything is one line. A call counts for the day it was made, at the price that held"
                            + " then.")
            .app("GET", "/v1/usage", scopeOnly("usage:read"))
            .control("GET", WORKSPACE + "/usage", MEMBERS)
            .with(Trait.CSV)
            .takes(UsagePage.class, """
                    {"from": "2026-11-01", "to": "2026-12-01", "group_by": "day,dimension", "limit": 25}""")
            .givesFreePage(UsageSum.class);

    public static final Operation<UsageEventPage, Page<UsageEvent>> LIST_EVENTS = Declaration.read(
                    "list_usage_events", "usage_event")
            .summary("List the metered calls one by one")
            .description("Newest first. Charged is what the call did, at the price that held when it started.")
            .control("GET", WORKSPACE + "/usage-events", MEMBERS)
            .takes(UsageEventPage.class, """
                    {"limit": 25}""")
            .givesFreePage(UsageEvent.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL = List.of(LIST, LIST_EVENTS);

    private UsageOperations() {}
}
