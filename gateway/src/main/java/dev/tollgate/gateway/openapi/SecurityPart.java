package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.runtime.json.Json;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Who may call an operation: the kind of credential as OpenAPI has it, the scope or the roles as extensions. OpenAPI
 * lets only OAuth schemes list scopes without a warning of common linters.
 */
final class SecurityPart {

    static final String SCOPE = "x-tollgate-scope";
    static final String ROLES = "x-tollgate-roles";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String API_KEY = "api_key";
    private static final String OPERATOR = "operator";
    private static final String PERSON = "person";

    private SecurityPart() {}

    /** The schemes that the operations of a plane refer to. */
    static ObjectNode schemes(Plane plane) {
        var schemes = NODES.objectNode();
        switch (plane) {
            case APP -> {
                var _ = bearer(schemes, API_KEY, "An API key of the workspace: tgk_…");
            }
            case CONTROL -> {
                var _ = bearer(schemes, OPERATOR, "An operator token: tga_…");
                var _ = bearer(
                                schemes,
                                PERSON,
                                "A token of the installation's identity provider, for a person with a role.")
                        .put("bearerFormat", "JWT");
            }
        }
        return schemes;
    }

    private static ObjectNode bearer(ObjectNode schemes, String name, String description) {
        return schemes.putObject(name)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", description);
    }

    /** Writes what the access of an operation demands. */
    static void write(Access access, ObjectNode operation) {
        var security = operation.putArray("security");
        switch (access) {
            case Access.Scoped(var _, var scope) -> scope(scope.text(), security, operation);
            case Access.ScopeOnly(var scope) -> scope(scope.text(), security, operation);
            case Access.AnyCredential _ -> require(API_KEY, security);
            case Access.Roles(var roles) -> {
                if (roles.contains(Role.OPERATOR)) {
                    require(OPERATOR, security);
                }
                if (roles.stream().anyMatch(role -> role != Role.OPERATOR)) {
                    require(PERSON, security);
                }
                roles(roles, operation);
            }
            case Access.AnySignedIn _ -> {
                require(OPERATOR, security);
                require(PERSON, security);
            }
            case Access.Identified _ -> require(PERSON, security);
            case Access.Signed _ -> {}
        }
    }

    private static void scope(String scope, ArrayNode security, ObjectNode operation) {
        require(API_KEY, security);
        operation.put(SCOPE, scope);
    }

    private static void require(String scheme, ArrayNode security) {
        security.addObject().putArray(scheme);
    }

    private static void roles(Collection<Role> roles, ObjectNode operation) {
        var names = operation.putArray(ROLES);
        roles.stream().sorted().forEach(role -> names.add(Json.MAPPER.convertValue(role, String.class)));
    }

    /** The same as a sentence for readers of a description. */
    static String sentence(Access access) {
        return switch (access) {
            case Access.Scoped(var _, var scope) -> "Requires the scope " + scope.text() + '.';
            case Access.ScopeOnly(var scope) -> "Requires the scope " + scope.text() + '.';
            case Access.Roles(var roles) ->
                roles.stream()
                        .sorted()
                        .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", ", "Allowed for: ", "."));
            case Access.AnyCredential _ -> "Allowed for every credential.";
            case Access.AnySignedIn _ -> "Allowed for everyone who is signed in.";
            case Access.Identified _ -> "Allowed for everyone with a token of the identity provider.";
            case Access.Signed(var sender, var _, var _, var _) -> "Signed by " + sender + '.';
        };
    }
}
