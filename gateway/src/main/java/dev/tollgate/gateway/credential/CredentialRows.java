package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.McpClientId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the gates ask PostgreSQL before they know whose rows a caller may see: one round trip each, through look-ups
 * that give away one row to whoever holds its secret or its id. One per event loop; remembers nothing.
 */
public final class CredentialRows {

    private static final String STANDING = """
            w.workspace_id, w.tenant_id, w.slug, w.name, w.status, w.modules, p.plan
            """;

    private static final String CREDENTIAL = """
            SELECT c.credential_id, c.kind, c.credential_name, c.scopes, c.ends_at,
            """ + STANDING + """
              FROM control.credential_facts($1) c
             CROSS JOIN LATERAL control.workspace_facts(c.workspace_id) w
             CROSS JOIN LATERAL billing.plan_of(w.tenant_id) AS p (plan)
            """;

    private static final String WORKSPACE = "SELECT " + STANDING + """
              FROM control.workspace_facts($1) w
             CROSS JOIN LATERAL billing.plan_of(w.tenant_id) AS p (plan)
            """;

    private static final String TENANT = """
            SELECT p.plan
              FROM control.tenant_facts($1) t
             CROSS JOIN LATERAL billing.plan_of(t.tenant_id) AS p (plan)
            """;

    private static final String USED = "SELECT control.credentials_used($1, $2)";

    private final Database database;
    private final Pepper pepper;

    public CredentialRows(Database database, Pepper pepper) {
        this.database = database;
        this.pepper = pepper;
    }

    /** Whose token this is; empty when it is unknown, revoked, or past its overlap. */
    public Future<Optional<Credential>> credential(Token token) {
        return first(CREDENTIAL, Tuple.of(Buffer.buffer(pepper.hash(token))), CredentialRows::credential);
    }

    /** Empty when there is no such workspace. */
    public Future<Optional<Standing>> workspace(WorkspaceId id) {
        return first(WORKSPACE, Tuple.of(id.value()), CredentialRows::standing);
    }

    /** The name of the tenant's plan; empty when there is no such tenant. */
    public Future<Optional<String>> plan(TenantId id) {
        return first(TENANT, Tuple.of(id.value()), row -> row.getString("plan"));
    }

    /** Writes down when these credentials were last let in. May be lost: it is what lists show, no more. */
    public Future<Void> used(Map<UUID, Instant> lastUsed, Instant deadline) {
        var ids = new UUID[lastUsed.size()];
        var times = new OffsetDateTime[lastUsed.size()];
        int at = 0;
        for (var used : lastUsed.entrySet()) {
            ids[at] = used.getKey();
            times[at++] = used.getValue().atOffset(ZoneOffset.UTC);
        }
        var arguments = Tuple.tuple().addArrayOfUUID(ids).addArrayOfOffsetDateTime(times);
        return database.transaction(Session.NONE, deadline, transaction -> transaction.query(USED, arguments))
                .mapEmpty();
    }

    private <T> Future<Optional<T>> first(String sql, Tuple arguments, Function<Row, T> shape) {
        return database.read(Session.NONE, sql, arguments).map(rows -> first(rows, shape));
    }

    private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> shape) {
        var row = rows.iterator();
        return row.hasNext() ? Optional.of(shape.apply(row.next())) : Optional.empty();
    }

    private static Credential credential(Row row) {
        var apiKey = "api_key".equals(row.getString("kind"));
        var uuid = row.getUUID("credential_id");
        Id id = apiKey ? new ApiKeyId(uuid) : new McpClientId(uuid);
        var kind = apiKey ? Actor.Kind.API_KEY : Actor.Kind.MCP_CLIENT;
        var endsAt = row.getOffsetDateTime("ends_at");
        Instant ends = endsAt == null ? null : endsAt.toInstant();
        return new Credential(
                uuid,
                new Actor(kind, id.text(), row.getString("credential_name")),
                apiKey ? Surface.REST : Surface.MCP,
                standing(row),
                scopes(row),
                null,
                ends,
                ends != null);
    }

    private static Set<Scope> scopes(Row row) {
        return Arrays.stream(row.getArrayOfStrings("scopes")).map(Scope::new).collect(Collectors.toUnmodifiableSet());
    }

    private static Standing standing(Row row) {
        return new Standing(
                new WorkspaceId(row.getUUID("workspace_id")),
                new TenantId(row.getUUID("tenant_id")),
                row.getString("slug"),
                row.getString("name"),
                Standing.State.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                Set.of(row.getArrayOfStrings("modules")),
                row.getString("plan"));
    }
}
