package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a credential is to be called and may do. */
record Wanted(String name, List<String> scopes) {

    Wanted {
        scopes = List.copyOf(scopes);
    }

    /** The faults of an update that no schema finds. */
    static List<FieldError> faults(Patch<String> name, Patch<List<String>> scopes) {
        var faults = new ArrayList<FieldError>();
        if (name instanceof Patch.Clear<String>) {
            faults.add(new FieldError("name", "cannot be cleared"));
        }
        if (scopes instanceof Patch.Clear<List<String>>) {
            faults.add(new FieldError("scopes", "cannot be cleared; revoke the credential instead"));
        }
        return faults;
    }

    /** An update without {@link #faults} over what there is. */
    static Wanted over(CredentialRow before, Patch<String> name, Patch<List<String>> scopes) {
        return new Wanted(
                Objects.requireNonNull(name.over(before.name())),
                new ScopeList(Objects.requireNonNull(scopes.over(before.scopes()))).sorted());
    }

    boolean isSoIn(CredentialRow row) {
        return name.equals(row.name()) && scopes.equals(row.scopes());
    }
}
