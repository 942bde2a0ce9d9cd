package dev.tollgate.billing.account;

import static dev.tollgate.contract.operation.Declaration.anySignedIn;
import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import java.util.List;

/** Operations on accounts, plans and prices. */
public final class BillingOperations {

    private static final String TENANT = "/control/v1/tenants/{tenant_id}";
    private static final Access PAYERS = roles(Role.OPERATOR, Role.TENANT_OWNER);
    private static final Access OPERATORS = roles(Role.OPERATOR);

    public static final Operation<NoInput, Billing> GET = Declaration.read("get_billing", "billing")
            .summary("Get an account's balance and spend")
            .description("Returns plan, included usage, prepaid balance, spend and cap of the current month, as "
                    + "charged, and a projection of the spend to the end of the month, linear in time.")
            .control("GET", TENANT + "/billing", PAYERS)
            .takes(NoInput.class, "{}")
            .gives(Billing.class);

    public static final Operation<NewTopUp, TopUp> CREATE_TOP_UP = Declaration.create("create_top_up", "top_up")
            .summary("Add money to the prepaid balance")
            .description("Takes effect within milliseconds. Requires an idempotency key: a repeated call adds "
                    + "nothing. A warning says if the cap leaves nothing to spend it on this month. Owners use "
                    + "create_checkout to pay, or request_top_up to ask.")
            .control("POST", TENANT + "/top-ups", OPERATORS)
            .with(Trait.KEY_REQUIRED)
            .event("top_up.created")
            .takes(NewTopUp.class, """
                    {"amount_micros": 25000000}""")
            .gives(TopUp.class);

    public static final Operation<PlanChoice, AccountTerms> SET_PLAN = Declaration.write("set_plan", "plan")
            .summary("Set a tenant's plan")
            .description("Takes effect at once: included usage becomes that of the new plan minus what was used, at "
                    + "least 0.")
            .control("PUT", TENANT + "/plan", OPERATORS)
            .event("plan.set")
            .takes(PlanChoice.class, """
                    {"plan": "builder"}""")
            .gives(AccountTerms.class);

    public static final Operation<NewOverride, OverrideShown> SET_OVERRIDE = Declaration.write(
                    "set_override", "override")
            .summary("Set an account's override of its plan")
            .description("Replaces the previous override. A lower cap applies to every call that starts afterwards.")
            .control("PUT", TENANT + "/override", OPERATORS)
            .event("override.set")
            .takes(NewOverride.class, """
                    {"cap_micros": 50000000, "enforcement": "enforce", "reason": "agreed by contract"}""")
            .gives(OverrideShown.class);

    public static final Operation<NoInput, OverrideShown> GET_OVERRIDE = Declaration.read("get_override", "override")
            .summary("Get an account's override of its plan")
            .control("GET", TENANT + "/override", OPERATORS)
            .takes(NoInput.class)
            .gives(OverrideShown.class);

    public static final Operation<NoInput, OverrideShown> DELETE_OVERRIDE = Declaration.reduce(
                    "delete_override", "override")
            .summary("Delete an account's override of its plan")
            .description("The plan applies again. Returns the deleted override.")
            .control("DELETE", TENANT + "/override", OPERATORS)
            .event("override.deleted")
            .takes(NoInput.class)
            .gives(OverrideShown.class);

    public static final Operation<NoInput, Page<PlanShown>> LIST_PLANS = Declaration.read("list_plans", "plan")
            .summary("List the plans of this installation")
            .control("GET", "/control/v1/plans", anySignedIn())
            .takes(NoInput.class, "{}")
            .givesFreePage(PlanShown.class);

    public static final Operation<NoInput, Page<PriceShown>> LIST_PRICES = Declaration.read("list_prices", "price")
            .summary("List current prices")
            .control("GET", "/control/v1/prices", anySignedIn())
            .takes(NoInput.class, "{}")
            .givesFreePage(PriceShown.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL =
            List.of(GET, CREATE_TOP_UP, SET_PLAN, SET_OVERRIDE, GET_OVERRIDE, DELETE_OVERRIDE, LIST_PLANS, LIST_PRICES);

    private BillingOperations() {}
}
