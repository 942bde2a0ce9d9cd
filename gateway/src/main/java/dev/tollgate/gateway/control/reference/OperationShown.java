package dev.tollgate.gateway.control.reference;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.gateway.catalogue.CompiledFace;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An operation and who may call it. */
public record OperationShown(
        @JsonPropertyDescription("Name, such as create_task; also the name of its MCP tool.")
        String name,

        @JsonPropertyDescription("Scope that a credential needs. Absent if any credential will do, or roles decide.")
        @Nullable String scope,

        @JsonPropertyDescription("Roles that may call it on the control plane; empty if it is not there.")
        List<Role> roles,

        @JsonPropertyDescription("What it does to records: read, write or reduce.")
        Effect effect,

        String module,

        @JsonPropertyDescription("Action of its audit events.")
        String action,

        @JsonPropertyDescription("Whether it is an MCP tool.")
        boolean tool,

        String summary,
        String description,

        @JsonPropertyDescription("Method and path of every route.")
        List<String> routes) {

    public OperationShown {
        roles = List.copyOf(roles);
        routes = List.copyOf(routes);
    }

    static OperationShown of(ProductModule module, Operation<?, ?> operation) {
        return new OperationShown(
                operation.name(),
                operation.faces().stream()
                        .map(face -> CompiledFace.scope(face.access()))
                        .flatMap(Stream::ofNullable)
                        .findFirst()
                        .map(Scope::text)
                        .orElse(null),
                operation.faces().stream()
                        .flatMap(face -> roles(face.access()))
                        .distinct()
                        .sorted()
                        .toList(),
                operation.effect(),
                module.key(),
                operation.action(),
                operation.faces().stream().anyMatch(face -> face.plane() == Plane.APP),
                operation.summary(),
                operation.description(),
                operation.faces().stream().map(face -> face.route().toString()).toList());
    }

    private static Stream<Role> roles(Access access) {
        return switch (access) {
            case Access.Roles(var roles) -> roles.stream();
            case Access.AnySignedIn _ -> Stream.of(Role.values());
            case Access.Scoped _, Access.ScopeOnly _, Access.AnyCredential _, Access.Identified _, Access.Signed _ ->
                Stream.empty();
        };
    }
}
