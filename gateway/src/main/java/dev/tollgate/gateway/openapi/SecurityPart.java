package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.runtime.json.Json;

/** The security requirements of one operation of an OpenAPI document. */
final class SecurityPart {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SecurityPart() {}

    static ArrayNode of(Access access) {
        var security = NODES.arrayNode();
        switch (access) {
            case Access.Scoped(var _, var scope) ->
                security.addObject().putArray("api_key").add(scope.text());
            case Access.ScopeOnly(var scope) ->
                security.addObject().putArray("api_key").add(scope.text());
            case Access.AnyCredential _ -> security.addObject().putArray("api_key");
            case Access.Roles(var roles) -> {
                if (roles.contains(Role.OPERATOR)) {
                    security.addObject().putArray("operator");
                }
                var people = roles.stream()
                        .filter(role -> role != Role.OPERATOR)
                        .sorted()
                        .toList();
                if (!people.isEmpty()) {
                    var names = security.addObject().putArray("person");
                    people.forEach(role -> names.add(Json.MAPPER.convertValue(role, String.class)));
                }
            }
            case Access.AnySignedIn _ -> {
                security.addObject().putArray("operator");
                security.addObject().putArray("person");
            }
            case Access.Signed _ -> {}
        }
        return security;
    }
}
