package dev.tollgate.billing.request;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import java.util.List;

/** Operations on requests of owners and the operator's decisions. */
public final class ChangeRequestOperations {

    private static final String TENANT = "/control/v1/tenants/{tenant_id}";
    private static final String TOP_UPS = TENANT + "/top-up-requests";
    private static final String PLANS = TENANT + "/plan-requests";
    private static final Access OWNERS = roles(Role.OPERATOR, Role.TENANT_OWNER);
    private static final Access OPERATORS = roles(Role.OPERATOR);

    public static final Operation<NewTopUpRequest, TopUpRequest> REQUEST_TOP_UP = Declaration.create(
                    "request_top_up", "top_up_request")
            .summary("Request a top-up from the operator")
            .description("Adds no money by itself: the operator confirms or refuses the request. At most 10 requests "
                    + "are pending at a time.")
            .control("POST", TOP_UPS, OWNERS)
            .event("top_up_request.created")
            .audited("request_top_up")
            .takes(NewTopUpRequest.class, """
                    {"amount_micros": 25000000, "note": "bank transfer 2026-117"}""")
            .gives(TopUpRequest.class);

    public static final Operation<RequestPage, Page<TopUpRequest>> LIST_TOP_UP_REQUESTS = Declaration.read(
                    "list_top_up_requests", "top_up_request")
            .summary("List top-up requests")
            .description("Newest first.")
            .control("GET", TOP_UPS, OWNERS)
            .takes(RequestPage.class, """
                    {"limit": 25}""")
            .givesFreePage(TopUpRequest.class);

    public static final Operation<TopUpRequestRef, TopUpRequest> CONFIRM_TOP_UP_REQUEST = Declaration.write(
                    "confirm_top_up_request", "top_up_request")
            .summary("Confirm a top-up request")
            .description("Adds the money exactly once, even if repeated. Takes effect within milliseconds.")
            .control("POST", TOP_UPS + "/{id}/confirm", OPERATORS)
            .event("top_up_request.confirmed")
            .whileStatus(RequestStatus.PENDING)
            .takes(TopUpRequestRef.class)
            .gives(TopUpRequest.class);

    public static final Operation<TopUpRequestRefusal, TopUpRequest> REFUSE_TOP_UP_REQUEST = Declaration.write(
                    "refuse_top_up_request", "top_up_request")
            .summary("Refuse a top-up request")
            .control("POST", TOP_UPS + "/{id}/refuse", OPERATORS)
            .event("top_up_request.refused")
            .whileStatus(RequestStatus.PENDING)
            .takes(TopUpRequestRefusal.class)
            .gives(TopUpRequest.class);

    public static final Operation<NewPlanRequest, PlanRequest> REQUEST_PLAN = Declaration.create(
                    "request_plan", "plan_request")
            .summary("Request another plan")
            .description("A self-service plan that raises neither included usage nor cap is applied at once, once per "
                    + "calendar month; the status is then confirmed. Every other request waits for the operator. "
                    + "At most 10 requests are pending at a time.")
            .control("POST", PLANS, OWNERS)
            .event("plan_request.created")
            .audited("request_plan")
            .takes(NewPlanRequest.class, """
                    {"plan": "business", "note": "we grow"}""")
            .gives(PlanRequest.class);

    public static final Operation<RequestPage, Page<PlanRequest>> LIST_PLAN_REQUESTS = Declaration.read(
                    "list_plan_requests", "plan_request")
            .summary("List plan requests")
            .description("Newest first.")
            .control("GET", PLANS, OWNERS)
            .takes(RequestPage.class, """
                    {"limit": 25}""")
            .givesFreePage(PlanRequest.class);

    public static final Operation<PlanRequestRef, PlanRequest> CONFIRM_PLAN_REQUEST = Declaration.write(
                    "confirm_plan_request", "plan_request")
            .summary("Confirm a plan request")
            .description(
                    "Moves the tenant to the plan exactly once, even if repeated. Takes effect within milliseconds.")
            .control("POST", PLANS + "/{id}/confirm", OPERATORS)
            .event("plan_request.confirmed")
            .whileStatus(RequestStatus.PENDING)
            .takes(PlanRequestRef.class)
            .gives(PlanRequest.class);

    public static final Operation<PlanRequestRefusal, PlanRequest> REFUSE_PLAN_REQUEST = Declaration.write(
                    "refuse_plan_request", "plan_request")
            .summary("Refuse a plan request")
            .control("POST", PLANS + "/{id}/refuse", OPERATORS)
            .event("plan_request.refused")
            .whileStatus(RequestStatus.PENDING)
            .takes(PlanRequestRefusal.class)
            .gives(PlanRequest.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL = List.of(
            REQUEST_TOP_UP,
            LIST_TOP_UP_REQUESTS,
            CONFIRM_TOP_UP_REQUEST,
            REFUSE_TOP_UP_REQUEST,
            REQUEST_PLAN,
            LIST_PLAN_REQUESTS,
            CONFIRM_PLAN_REQUEST,
            REFUSE_PLAN_REQUEST);

    private ChangeRequestOperations() {}
}
