package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Patch;
import java.util.List;
import java.util.Objects;

/** What a credential is to be called and may do. */
record Wanted(String name, List<String> scopes) {

    static final int NAME_CHARS_MAX = 200;
    static final int SCOPES_MAX = 64;

    Wanted {
        scopes = List.copyOf(scopes);
    }

    /** An update over what there is. */
    static Wanted over(CredentialRow before, Patch<String> name, Patch<List<String>> scopes) {
        return new Wanted(
                Objects.requireNonNull(name.over(before.name())),
                new ScopeList(Objects.requireNonNull(scopes.over(before.scopes()))).sorted());
    }

    boolean isSoIn(CredentialRow row) {
        return name.equals(row.name()) && scopes.equals(row.scopes());
    }
}
