package dev.tollgate.gateway.control;

import dev.tollgate.blobs.open.OpenedBlobs;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.control.credentials.CredentialInputs.NewCredential;
import dev.tollgate.gateway.control.credentials.CredentialOperations;
import dev.tollgate.gateway.control.credentials.IssuedCredential;
import dev.tollgate.gateway.control.modules.ModuleOperations;
import dev.tollgate.gateway.control.modules.ModuleOperations.ModuleSetting;
import dev.tollgate.gateway.control.modules.ModuleSwitch;
import dev.tollgate.gateway.control.tenants.Tenant;
import dev.tollgate.gateway.control.tenants.TenantOperations;
import dev.tollgate.gateway.control.tenants.TenantOperations.NewTenant;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations;
import dev.tollgate.gateway.control.workspaces.WorkspaceOperations.NewWorkspace;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.gateway.credential.CredentialRows;
import dev.tollgate.gateway.credential.CredentialWriteBehind;
import dev.tollgate.gateway.credential.PepperDeclaration;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.MigratedDatabase;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisCounts;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.consume.EventConsumers;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.file.FileSigner;
import dev.tollgate.records.job.JobParts;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGConnection;

/** The control plane's handlers on a database of their own, and what is stored there. */
public final class ControlBench extends ControlCalls {

    /** The secret that hashes of the bench are made with, under id {@code 1}. */
    public static final String PEPPER = "pepper of the control tests";

    private static final int SLICES = 4;
    private static final int NOTICE_MS_MAX = 5_000;

    private final Settings settings;
    private final Database database;
    private final RedisFunctions functions;
    private final CredentialRows rows;
    private final OwnerSql sql;
    private final PostgresSettings postgres;

    /** A tenant, one of its workspaces, and an operator who works on them. */
    public record Place(TenantId tenant, WorkspaceId workspace) {
        public Caller operator() {
            return new Caller(OPERATOR, tenant, workspace);
        }

        Caller operatorOnTenant() {
            return new Caller(OPERATOR, tenant, null);
        }
    }

    static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "ada", "ada");

    /** An operator whose call is on no tenant. */
    static final Caller INSTALLATION = new Caller(OPERATOR, null, null);

    public ControlBench() {
        postgres = MigratedDatabase.settings(MigratedDatabase.bare());
        sql = new OwnerSql(postgres.jdbcUrl(), postgres.user(), postgres.password());
        settings = Settings.load(SettingsSources.of(Map.of("tollgate.pepper.secret", PEPPER)));
        database = onLoop(() -> Database.open(vertx, postgres, DatabaseRole.APP, 8, clock));
        functions = onLoop(() ->
                RedisFunctions.open(vertx, TestServers.shared().addresses().redisUrl()));
        rows = new CredentialRows(
                database, settings.get(PepperDeclaration.class).toPeppers(), new CredentialWriteBehind());
        var context = context();
        loop.runOnContext(_ -> new ControlHandlers(context, new SecureRandom()).bind());
    }

    private PlatformContext context() {
        var sealed = new EncryptedAnswers(new SecretBox(new byte[32], List.of(), new SecureRandom()));
        var work = new Work(
                database,
                new WorkParts(
                        ids,
                        SLICES,
                        _ -> {},
                        sealed,
                        (_, answer) -> Buffer.buffer(Json.bytes(answer)),
                        (_, _, _) -> {}));
        var copies = new Copies(
                database, functions, new Copies.Setup(Plans.shipped(), clock, _ -> 0, _ -> {}, new CopyRebuilds()));
        var money = new PlatformContext.Money(new Accounts(Plans.shipped(), clock), PriceBook.shipped(), copies);
        var registry = new SimpleMeterRegistry();
        return new PlatformContext(
                bus,
                work,
                new Jobs(new JobParts(work, database, ids, clock, registry)),
                new EventConsumers(work, EventTypes.none(), ids, clock, registry),
                database,
                new Cursors(new byte[32], clock),
                ids,
                clock,
                settings,
                money,
                EventTypes.none(),
                registry,
                KeptAnswers.none(),
                OpenedBlobs.inFolder(vertx, Path.of("target", "blobs")),
                new FileRoutes(new FileSigner(new byte[32], List.of()), "http://localhost", new RedisCounts(functions)),
                (_, _) -> Future.succeededFuture(Set.of()));
    }

    /** What the gates would find. */
    public CredentialRows rows() {
        return rows;
    }

    public Database database() {
        return database;
    }

    /** The same database in another role. */
    Database database(DatabaseRole role) {
        return onLoop(() -> Database.open(vertx, postgres, role, 1, clock));
    }

    /** A new tenant on this plan. */
    TenantId tenant(String plan) {
        var input = new NewTenant("Acme", Tenant.Kind.TEAM, plan, null);
        return done(TenantOperations.CREATE, INSTALLATION, input).id();
    }

    @CanIgnoreReturnValue
    public Place place() {
        return place(tenant("team"));
    }

    @CanIgnoreReturnValue
    public Place place(TenantId tenant) {
        var caller = new Caller(OPERATOR, tenant, null);
        var workspace = done(WorkspaceOperations.CREATE, caller, new NewWorkspace("Acme", null));
        return new Place(tenant, workspace.id());
    }

    /** A place with these modules on. */
    public Place placeWith(String... modules) {
        var place = place();
        for (var module : modules) {
            switchModule(place, module, true);
        }
        return place;
    }

    @CanIgnoreReturnValue
    ModuleSwitch switchModule(Place place, String module, boolean enabled) {
        return done(ModuleOperations.SET, place.operator(), new ModuleSetting(module, enabled, null));
    }

    public IssuedCredential<ApiKeyId> apiKey(Place place, String... scopes) {
        return done(CredentialOperations.API_KEYS.create(), place.operator(), NewCredential.of("key", List.of(scopes)));
    }

    /** Everything the tables of the control plane hold, as one text. */
    String everythingStored() {
        var all = new StringBuilder();
        for (var table : owner("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN"
                + " ('control', 'audit', 'idempotency', 'outbox', 'records')")) {
            owner("SELECT t::text FROM " + table + " t")
                    .forEach(row -> all.append(row).append('\n'));
        }
        return all.toString();
    }

    /** The first column of all rows, as the owner of the tables sees them. */
    public List<String> owner(String statement) {
        return sql.texts(statement);
    }

    /** The ids that are announced as changed while {@code change} runs, waiting for the first. */
    List<UUID> announced(Runnable change) {
        try (var connection = sql.connection();
                var statement = connection.createStatement()) {
            statement.execute("LISTEN " + AccessInvalidation.CHANNEL);
            change.run();
            var ids = new ArrayList<UUID>();
            for (var notice : connection.unwrap(PGConnection.class).getNotifications(NOTICE_MS_MAX)) {
                ids.addAll(AccessInvalidation.ids(notice.getParameter()));
            }
            return ids;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
