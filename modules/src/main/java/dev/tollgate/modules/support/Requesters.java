package dev.tollgate.modules.support;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.records.shape.EmailAddress;
import dev.tollgate.records.table.ReferenceTarget;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the contact of a requester by its e-mail address, for callers that may read contacts: an answer tells that
 * there is one.
 */
final class Requesters {

    private static final ReferenceTarget CONTACTS = Objects.requireNonNull(ReferenceTarget.of(ContactId.class));
    private static final Scope READ = new Scope(CONTACTS.module() + ":read");

    private static final String BY_EMAIL =
            "SELECT id FROM " + CONTACTS.table() + " WHERE workspace_id = $1 AND email = $2 ORDER BY id LIMIT 2";

    private Requesters() {}

    /** The only contact with the address; empty without an address, or if none or several have it. */
    static Future<Optional<ContactId>> contact(Transaction transaction, Call<?> call, @Nullable String email) {
        var caller = call.caller();
        if (email == null
                || !caller.scopes().contains(READ)
                || !caller.modules().contains(CONTACTS.module())) {
            return Future.succeededFuture(Optional.empty());
        }
        return transaction
                .query(BY_EMAIL, Tuple.of(caller.workspaceId().value(), EmailAddress.lowerCase(email)))
                .map(rows -> rows.size() == 1
                        ? Optional.of(new ContactId(rows.iterator().next().getUUID(0)))
                        : Optional.empty());
    }
}
