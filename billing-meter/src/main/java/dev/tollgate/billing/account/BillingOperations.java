package dev.tollgate.billing.account;

import static dev.tollgate.contract.operation.Declaration.anySignedIn;
import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import java.util.List;

/** What can be asked of an account, and of the plans and prices it lives by. */
public final class BillingOperations {

    private static final String TENANT = "/control/v1/tenants/{tenant_id}";
    private static final Access PAYERS = roles(Role.OPERATOR, Role.TENANT_OWNER);
    private static final Access OPERATORS = roles(Role.OPERATOR);

    public static final Operation<Nothing, Billing> GET = Declaration.read("get_billing", "billing")
            .summary("Show how an account stands")
            .description(
                    "Plan, included usage, prepaid balance, spend and cap of the running month, as charged, and what the"
                            + " month will have spent if it goes on as it has: spend grown in proportion to time.")
            .control("GET", TENANT + "/billing", PAYERS)
            .takes(Nothing.class, "{}")
            .gives(Billing.class);

    public static final Operation<NewTopUp, TopUp> CREATE_TOP_UP = Declaration.create("create_top_up", "top_up")
            .summary("Add money to the prepaid balance")
            .description(
                    "Acts within milliseconds. Needs an idempotency key: a repeated call adds nothing. Owners pay through"
                            + " create_checkout, or ask with request_top_up.")
            .control("POST", TENANT + "/top-ups", OPERATORS)
            .with(Trait.KEY_REQUIRED)
            .event("top_up.created")
            .takes(NewTopUp.class, """
                    {"amount_micros": 25000000}""")
            .gives(TopUp.class);

    public static final Operation<PlanChoice, AccountTerms> SET_PLAN = Declaration.write("set_plan", "plan")
            .summary("Put a tenant on a plan")
            .description("Acts at once: included usage becomes the new plan's less what was drawn, never below 0.")
            .control("PUT", TENANT + "/plan", OPERATORS)
            .event("plan.set")
            .takes(PlanChoice.class, """
                    {"plan": "builder"}""")
            .gives(AccountTerms.class);

    public static final Operation<NewOverride, OverrideShown> SET_OVERRIDE = Declaration.write(
                    "set_override", "override")
            .summary("Let an account differ from its plan")
            .description("Replaces the override there was. A lowered cap acts on every call that starts after it.")
            .control("PUT", TENANT + "/override", OPERATORS)
            .event("override.set")
            .takes(NewOverride.class, """
                    {"cap_micros": 50000000, "enforcement": "enforce", "reason": "agreed by contract"}""")
            .gives(OverrideShown.class);

    public static final Operation<Nothing, OverrideShown> GET_OVERRIDE = Declaration.read("get_override", "override")
            .summary("Show how an account differs from its plan")
            .control("GET", TENANT + "/override", OPERATORS)
            .takes(Nothing.class)
            .gives(OverrideShown.class);

    public static final Operation<Nothing, OverrideShown> DELETE_OVERRIDE = Declaration.reduce(
                    "delete_override", "override")
            .summary("Let the plan hold again")
            .description("Answers the override there was.")
            .control("DELETE", TENANT + "/override", OPERATORS)
            .event("override.deleted")
            .takes(Nothing.class)
            .gives(OverrideShown.class);

    public static final Operation<Nothing, Page<PlanShown>> LIST_PLANS = Declaration.read("list_plans", "plan")
            .summary("List the plans of this installation")
            .control("GET", "/control/v1/plans", anySignedIn())
            .takes(Nothing.class, "{}")
            .givesFreePage(PlanShown.class);

    public static final Operation<Nothing, Page<PriceShown>> LIST_PRICES = Declaration.read("list_prices", "price")
            .summary("List the prices that hold now")
            .control("GET", "/control/v1/prices", anySignedIn())
            .takes(Nothing.class, "{}")
            .givesFreePage(PriceShown.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL =
            List.of(GET, CREATE_TOP_UP, SET_PLAN, SET_OVERRIDE, GET_OVERRIDE, DELETE_OVERRIDE, LIST_PLANS, LIST_PRICES);

    private BillingOperations() {}
}
