package dev.tollgate.gateway.workspace.request;

import static dev.tollgate.contract.operation.Declaration.everyRole;
import static dev.tollgate.contract.operation.Declaration.roles;
import static dev.tollgate.contract.operation.Declaration.scopeOnly;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;

/** The operation on requests. */
public final class RequestOperations {

    private static final String WORKSPACE = "/control/v1/workspaces/{workspace_id}";
    private static final String TENANT = "/control/v1/tenants/{tenant_id}";
    private static final Access MEMBERS = everyRole();
    private static final Access WHO_PAYS = roles(Role.OPERATOR, Role.TENANT_OWNER);

    public static final Operation<RequestShown.Ref, RequestShown> GET = Declaration.read("get_request", "request")
            .summary("Get everything known about one request")
            .description("Returns the call, its audit events, its usage and the webhook deliveries of its events. "
                    + "Takes the request id from the call's answer. A caller that may not list a workspace's audit "
                    + "events sees actor, operation, outcome, charge and time of its calls.")
            .app("GET", "/v1/requests/{id}", scopeOnly("audit:read"))
            .control("GET", WORKSPACE + "/requests/{id}", MEMBERS)
            .control("GET", TENANT + "/requests/{id}", WHO_PAYS)
            .usualControl("GET", "/control/v1/requests/{id}", roles(Role.OPERATOR))
            .takes(RequestShown.Ref.class)
            .givesFree(RequestShown.class);

    private RequestOperations() {}
}
