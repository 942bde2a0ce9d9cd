package dev.tollgate.gateway.identity;

import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.gateway.credential.SharedCredentialLookups;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the rights of people from PostgreSQL before their tenant is known. One per event loop. */
public final class PersonRows {

    private static final String PERSON =
            "SELECT tenant_id, workspace_id, member_id, role, email FROM control.person_facts($1)";

    private static final String RENEW = "SELECT member_id FROM control.renew_roles($1, $2, $3, $4)";

    private static final String SIGNED_IN = "SELECT control.people_signed_in($1, $2)";

    /** Roles a claim may name; any other word means a member. */
    private static final Set<String> ROLES = Set.of("owner", "admin", "member", "agent", "readonly");

    private static final Duration RENEWAL_MAX = Duration.ofSeconds(5);

    private final Database database;
    private final SharedCredentialLookups lookups;
    private final InstantSource clock;

    /**
     * The rows as one loop sees them.
     *
     * @param lookups forget whose role was renewed here without waiting for the announcement to come back
     */
    public PersonRows(Database database, SharedCredentialLookups lookups, InstantSource clock) {
        this.database = database;
        this.lookups = lookups;
        this.clock = clock;
    }

    /** The memberships and tenants of a subject; empty if it has none. */
    Future<Person> person(String subject) {
        return database.read(RowSecurityContext.NONE, PERSON, Tuple.of(subject)).map(rows -> person(subject, rows));
    }

    /**
     * Stores the last sign-in of these subjects, each at most once an hour. Skips locked rows; returns those to be
     * retried, which are none.
     */
    Future<Set<String>> signedIn(Map<String, Instant> last, Instant deadline) {
        var subjects = last.keySet().toArray(String[]::new);
        var times = Arrays.stream(subjects)
                .map(subject -> last.getOrDefault(subject, Instant.EPOCH).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
        var arguments = Tuple.tuple().addArrayOfString(subjects).addArrayOfOffsetDateTime(times);
        return database.transaction(RowSecurityContext.NONE, deadline, tx -> tx.query(SIGNED_IN, arguments))
                .map(Set.of());
    }

    /**
     * Stores the role claim of a token in the memberships, once. Later look-ups of this process return the new role.
     */
    Future<Void> renewed(VerifiedToken token) {
        var claims = token.claims();
        if (token.renewed() || claims.organization() == null || claims.role() == null) {
            return Future.succeededFuture();
        }
        return renew(claims.subject(), claims.organization(), claims.role(), claims.issuedAt())
                .onSuccess(_ -> token.hasRenewed());
    }

    /**
     * Lets the memberships in the tenant of this organization have the role the issuer names. Does nothing where a
     * membership's role was set after the token was issued, or where a workspace would lose its last owner.
     */
    private Future<Void> renew(String subject, String organization, String role, Instant issuedAt) {
        var row = Tuple.of(
                subject, organization, ROLES.contains(role) ? role : "member", issuedAt.atOffset(ZoneOffset.UTC));
        var deadline = clock.instant().plus(RENEWAL_MAX);
        return database.transaction(
                        RowSecurityContext.NONE,
                        deadline,
                        tx -> tx.query(RENEW, row).compose(changed -> announced(tx, changed)))
                .onSuccess(members -> members.forEach(member -> lookups.changed(member.value())))
                .mapEmpty();
    }

    private static Future<List<MemberId>> announced(Transaction tx, RowSet<Row> changed) {
        var members = new ArrayList<MemberId>();
        changed.forEach(row -> members.add(new MemberId(row.getUUID("member_id"))));
        return Future.all(members.stream()
                        .map(member -> AccessInvalidation.tell(tx, member))
                        .toList())
                .map(members);
    }

    private static Person person(String subject, RowSet<Row> rows) {
        var memberships = new HashMap<WorkspaceId, Person.Membership>();
        var owned = new HashSet<TenantId>();
        var name = subject;
        for (var row : rows) {
            var workspace = row.getUUID("workspace_id");
            if (workspace == null) {
                owned.add(new TenantId(row.getUUID("tenant_id")));
            } else {
                var role = EnumColumn.read(row, "role", Role.class);
                memberships.put(
                        new WorkspaceId(workspace),
                        new Person.Membership(new MemberId(row.getUUID("member_id")), role));
            }
            var email = row.getString("email");
            name = email == null ? name : email;
        }
        return new Person(subject, name, memberships, owned);
    }
}
