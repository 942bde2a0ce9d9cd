package dev.tollgate.gateway.control.reference;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** A scope that a credential can have. */
public record ScopeShown(
        @JsonPropertyDescription("The scope, as credentials list it, such as tasks:write.")
        String scope,

        @JsonPropertyDescription("Module it belongs to; audit and usage belong to none and are always on.")
        String module,

        @JsonPropertyDescription("Operations that need it.") List<String> operations) {

    public ScopeShown {
        operations = List.copyOf(operations);
    }
}
