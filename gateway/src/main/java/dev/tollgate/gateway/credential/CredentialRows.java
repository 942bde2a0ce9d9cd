package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.TimeColumn;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Queries before the caller is known: one round trip each, by functions that return one row for a secret or an id. One
 * per event loop; caches nothing.
 */
public final class CredentialRows implements LookupFilter.Source {

    static final String STANDING = """
            w.workspace_id, w.tenant_id, w.slug, w.name, w.status, w.modules, w.mcp_mode, p.plan,
            control.time_zone(w.workspace_id) AS time_zone
            """;

    private static final String CREDENTIAL = """
            SELECT c.credential_id, c.kind, c.credential_name, c.scopes, c.ends_at, c.replaced, c.rate_limit, c.allowed_ips,
                   c.hash, c.pepper_id, t.toolsets, t.readonly, t.discover, b.budget, b.micros, b.per,
            """ + STANDING + """
              FROM control.credential_facts($1) c
             CROSS JOIN LATERAL control.tool_settings(c.credential_id) t
             CROSS JOIN LATERAL control.workspace_facts(c.workspace_id) w
             CROSS JOIN LATERAL billing.plan_of(w.tenant_id) AS p (plan)
              LEFT JOIN LATERAL billing.live_budget(c.credential_id) b ON true
            """;

    private static final String WORKSPACE = "SELECT " + STANDING + """
              FROM control.workspace_facts($1) w
             CROSS JOIN LATERAL billing.plan_of(w.tenant_id) AS p (plan)
            """;

    private static final String AGENT = """
            SELECT a.member_id, a.role, a.email, a.granted, b.budget, b.micros, b.per,
            """ + STANDING + """
              FROM control.agent_facts($1, $2) a
             CROSS JOIN LATERAL control.workspace_facts($2) w
             CROSS JOIN LATERAL billing.plan_of(w.tenant_id) AS p (plan)
              LEFT JOIN LATERAL billing.live_budget(control.grant_of($2, $1)) b ON true
            """;

    private static final String TENANT = """
            SELECT p.plan
              FROM control.tenant_facts($1) t
             CROSS JOIN LATERAL billing.plan_of(t.tenant_id) AS p (plan)
            """;

    private static final String FINGERPRINTS = "SELECT control.secret_fingerprints($1, $2) AS fingerprints";

    private static final String FINGERPRINTS_OF = "SELECT control.secret_fingerprints_of($1) AS fingerprints";

    /** Before every fingerprint. */
    private static final Buffer START = Buffer.buffer();

    private static final String USED = "SELECT control.credentials_used($1, $2) AS again";

    private static final String REHASHED = "SELECT control.secrets_rehashed($1, $2, $3)";

    private final Database database;
    private final Peppers peppers;
    private final CredentialWriteBehind writeBehind;

    /** Look-ups by this database; {@code writeBehind} rehashes secrets with a former pepper. */
    public CredentialRows(Database database, Peppers peppers, CredentialWriteBehind writeBehind) {
        this.database = database;
        this.peppers = peppers;
        this.writeBehind = writeBehind;
    }

    /** The credential of a token; empty if it is unknown, revoked, expired, or past its overlap. */
    public Future<Optional<Credential>> credential(Token token) {
        var hashes = peppers.hashes(token).stream().map(Buffer::buffer).toArray(Buffer[]::new);
        return first(CREDENTIAL, Tuple.tuple().addArrayOfBuffer(hashes), row -> {
            if (!row.getString("pepper_id").equals(peppers.present().id())) {
                writeBehind.rehash(row.getBuffer("hash"), hashes[0]);
            }
            return credential(row);
        });
    }

    /** Empty when there is no such workspace. */
    public Future<Optional<WorkspaceSnapshot>> workspace(WorkspaceId id) {
        return workspace(RowSecurityContext.NONE, id);
    }

    /** The same for who asks: an operator waits behind no tenant. */
    public Future<Optional<WorkspaceSnapshot>> workspace(Actor asking, WorkspaceId id) {
        return workspace(turn(asking), id);
    }

    private Future<Optional<WorkspaceSnapshot>> workspace(RowSecurityContext context, WorkspaceId id) {
        return first(context, WORKSPACE, Tuple.of(id.value()), CredentialRows::standing);
    }

    private static RowSecurityContext turn(Actor asking) {
        return asking.kind() == Actor.Kind.OPERATOR ? RowSecurityContext.NONE_BY_OPERATOR : RowSecurityContext.NONE;
    }

    /** The membership of a subject in a workspace; empty if there is none. */
    public Future<Optional<AgentMembership>> agent(String subject, WorkspaceId workspace) {
        return first(AGENT, Tuple.of(subject, workspace.value()), row -> agent(subject, row));
    }

    /** The name of the tenant's plan for who asks; empty when there is no such tenant. */
    public Future<Optional<String>> plan(Actor asking, TenantId id) {
        return first(turn(asking), TENANT, Tuple.of(id.value()), row -> row.getString("plan"));
    }

    /**
     * Stores the last use of these credentials, each at most once a minute; returns those to be retried. May be lost:
     * lists only show it.
     */
    Future<Set<UUID>> used(Map<UUID, Instant> lastUsed, Instant deadline) {
        var ids = new UUID[lastUsed.size()];
        var times = new OffsetDateTime[lastUsed.size()];
        int at = 0;
        for (var used : lastUsed.entrySet()) {
            ids[at] = used.getKey();
            times[at++] = used.getValue().atOffset(ZoneOffset.UTC);
        }
        var arguments = Tuple.tuple().addArrayOfUUID(ids).addArrayOfOffsetDateTime(times);
        return database.transaction(
                        RowSecurityContext.NONE, deadline, transaction -> transaction.query(USED, arguments))
                .map(rows -> {
                    var again = new HashSet<UUID>();
                    rows.forEach(row -> again.add(row.getUUID("again")));
                    return again;
                });
    }

    /** Rehashes the secrets with these hashes with the current pepper; skips locked rows. */
    Future<Set<Buffer>> rehashed(Map<Buffer, Buffer> presentByFormer, Instant deadline) {
        var former = presentByFormer.keySet().toArray(Buffer[]::new);
        var present = Arrays.stream(former).map(presentByFormer::get).toArray(Buffer[]::new);
        var arguments = Tuple.tuple()
                .addArrayOfBuffer(former)
                .addArrayOfBuffer(present)
                .addString(peppers.present().id());
        return database.transaction(
                        RowSecurityContext.NONE, deadline, transaction -> transaction.query(REHASHED, arguments))
                .map(Set.of());
    }

    @Override
    public Future<long[]> page(@Nullable Long after) {
        var from = after == null ? START : Buffer.buffer().appendLong(after);
        return fingerprints(FINGERPRINTS, Tuple.of(from, LookupFilter.PAGE));
    }

    @Override
    public Future<long[]> of(Collection<UUID> credentials) {
        return fingerprints(FINGERPRINTS_OF, Tuple.tuple().addArrayOfUUID(credentials.toArray(UUID[]::new)));
    }

    private Future<long[]> fingerprints(String sql, Tuple arguments) {
        return first(sql, arguments, row -> row.getBuffer("fingerprints")).map(found -> {
            var bytes = found.orElseThrow();
            return IntStream.range(0, bytes.length() / Long.BYTES)
                    .mapToLong(at -> bytes.getLong(at * Long.BYTES))
                    .toArray();
        });
    }

    private <T> Future<Optional<T>> first(String sql, Tuple arguments, Function<Row, T> shape) {
        return first(RowSecurityContext.NONE, sql, arguments, shape);
    }

    private <T> Future<Optional<T>> first(
            RowSecurityContext context, String sql, Tuple arguments, Function<Row, T> shape) {
        return database.read(context, sql, arguments)
                .map(rows -> rows.stream().findFirst().map(shape));
    }

    private static Credential credential(Row row) {
        var kind = CredentialKind.of(row.getString("kind"));
        var uuid = row.getUUID("credential_id");
        var scopes = scopes(row.getArrayOfStrings("scopes"));
        return new Credential(
                uuid,
                new Actor(kind.actor(), kind.id().apply(uuid).text(), row.getString("credential_name")),
                kind.surface(),
                standing(row),
                scopes,
                row.getInteger("rate_limit"),
                TimeColumn.read(row, "ends_at"),
                row.getBoolean("replaced"),
                AllowedAddresses.of(row.getArrayOfStrings("allowed_ips")),
                scopes,
                tools(row),
                budget(row));
    }

    /** The budget in the columns of {@code billing.live_budget}; null for none. */
    static @Nullable CredentialBudget budget(Row row) {
        var id = row.getUUID("budget");
        return id == null
                ? null
                : new CredentialBudget(
                        id, new BudgetLimit(row.getLong("micros"), BudgetPeriod.of(row.getString("per"))));
    }

    private static ToolSettings tools(Row row) {
        var toolsets = row.getArrayOfStrings("toolsets");
        return new ToolSettings(
                toolsets == null ? null : List.of(toolsets), row.getBoolean("readonly"), row.getBoolean("discover"));
    }

    private static AgentMembership agent(String subject, Row row) {
        var email = row.getString("email");
        var granted = row.getArrayOfStrings("granted");
        return new AgentMembership(
                new MemberId(row.getUUID("member_id")),
                EnumColumn.read(row, "role", Role.class),
                email == null ? subject : email,
                granted == null ? null : scopes(granted),
                standing(row),
                budget(row));
    }

    static Set<Scope> scopes(String[] texts) {
        return Arrays.stream(texts).map(Scope::new).collect(Collectors.toUnmodifiableSet());
    }

    static WorkspaceSnapshot standing(Row row) {
        return new WorkspaceSnapshot(
                new WorkspaceId(row.getUUID("workspace_id")),
                new TenantId(row.getUUID("tenant_id")),
                row.getString("slug"),
                row.getString("name"),
                EnumColumn.read(row, "status", WorkspaceSnapshot.State.class),
                Set.of(row.getArrayOfStrings("modules")),
                row.getString("plan"),
                EnumColumn.read(row, "mcp_mode", McpMode.class),
                KnownZones.of(row.getString("time_zone")));
    }
}
