package dev.tollgate.gateway.control;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
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
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.hold.RedisFunctions;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.Migrations;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.postgresql.PGConnection;

/** The control plane's handlers on a database of their own, called as the pipeline calls them. */
public final class ControlBench implements AutoCloseable {

    /** The secret that hashes of the bench are made with, under id {@code 1}. */
    public static final String PEPPER = "pepper of the control tests";

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int ANSWER_SECONDS_MAX = 20;
    private static final int SLICES = 4;
    private static final int NOTICE_MS_MAX = 5_000;

    private final Clock clock = new Clock();
    private final IdSource ids = IdSource.timeOrdered(clock);
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final OperationBus bus = new OperationBus();
    private final PostgresSettings postgres;
    private final Settings settings;
    private final Database database;
    private final RedisFunctions functions;
    private final CredentialRows rows;

    /** The time, which a test may move on. */
    private static final class Clock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }
    }

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
        var address = TestServers.shared().addresses().postgres();
        postgres = new PostgresSettings(
                address.host(), address.port(), TestServers.freshDatabase(), address.user(), address.password());
        Migrations.run(postgres);
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
        return new PlatformContext(
                bus,
                work,
                database,
                new Cursors(new byte[32], clock),
                ids,
                clock,
                settings,
                money,
                EventTypes.none(),
                new SimpleMeterRegistry());
    }

    /** What the gates would find. */
    public CredentialRows rows() {
        return rows;
    }

    public Database database() {
        return database;
    }

    void moveOn(Duration time) {
        clock.ahead = clock.ahead.plus(time);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    public <I, A> Outcome<A> outcome(Operation<I, A> operation, Caller caller, I input) {
        return outcome(operation, caller, input, Conditions.NONE);
    }

    <I, A> Outcome<A> outcome(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        return await(start(operation, caller, input, conditions));
    }

    <I, A> Future<Outcome<A>> start(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        var call = call(operation, caller, input, conditions);
        return Future.future(
                promise -> loop.runOnContext(_ -> bus.<I, A>call(call).onComplete(promise)));
    }

    @CanIgnoreReturnValue
    public <I, A> A done(Operation<I, A> operation, Caller caller, I input) {
        return value(outcome(operation, caller, input));
    }

    <A> A value(Outcome<A> outcome) {
        return switch (outcome) {
            case Outcome.Done<A>(A value) -> value;
            case Outcome.Refused<A>(Refusal refusal) ->
                throw new AssertionError(refusal.code() + ": " + refusal.detail());
            case Outcome.Replayed<A> _ -> throw new AssertionError("a replay");
        };
    }

    <I, A> Refusal refusal(Operation<I, A> operation, Caller caller, I input) {
        return refusal(outcome(operation, caller, input));
    }

    <A> Refusal refusal(Outcome<A> outcome) {
        return switch (outcome) {
            case Outcome.Refused<A>(Refusal refusal) -> refusal;
            case Outcome.Done<A> done -> throw new AssertionError("done: " + done.value());
            case Outcome.Replayed<A> _ -> throw new AssertionError("a replay");
        };
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
        return done(ModuleOperations.SET, place.operator(), new ModuleSetting(module, enabled));
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
    public List<String> owner(String sql) {
        try (var connection = connection();
                var statement = connection.createStatement()) {
            var rows = new ArrayList<String>();
            if (statement.execute(sql)) {
                var result = statement.getResultSet();
                while (result.next()) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The ids that are told of while {@code change} runs, waiting for the first. */
    List<UUID> told(Runnable change) {
        try (var connection = connection();
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

    public static <T> T await(Future<T> future) {
        try {
            return future.await(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer within " + ANSWER_SECONDS_MAX + " s", late);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private <T> T onLoop(Supplier<T> making) {
        return await(Future.future(promise -> loop.runOnContext(_ -> promise.complete(making.get()))));
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private <I> Call<I> call(Operation<I, ?> operation, Caller caller, I input, Conditions conditions) {
        var now = clock.instant();
        var facts = new CallFacts(
                new RequestId(ids.next()),
                null,
                now,
                caller.tenant(),
                caller.workspace(),
                caller.actor(),
                Surface.CONTROL,
                operation.name(),
                operation.action(),
                digest(input),
                "127.0.0.1",
                null);
        var free = new Charge("control", 1, 0, "2026-01", null);
        return new Call<>(operation, caller, input, conditions, facts, free, now.plus(DEADLINE));
    }

    private static String digest(Object input) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(input.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
