package dev.tollgate.records;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.RepeatedCheck;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.price.Price;
import dev.tollgate.money.price.Quote;
import dev.tollgate.records.audit.AuditVerification;
import dev.tollgate.records.audit.RetentionBounds;
import dev.tollgate.records.audit.chain.SealedSegments;
import dev.tollgate.records.audit.chain.Sealer;
import dev.tollgate.records.job.JobParts;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.AnswerEncoder;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.migration.Migrations;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A database of its own with everything that writes and reads records, for one test class. */
public final class Bench implements AutoCloseable {

    public static final int SLICES = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A released rest of a hold. */
    public record Released(TenantId tenant, Charge.Hold hold, long micros) {}

    public final InstantSource clock = InstantSource.system();
    public final IdSource ids = IdSource.timeOrdered(clock);
    public final Vertx vertx = Vertx.vertx();
    /** Units that are held for every call. */
    private static final long HELD = 10;

    public final PostgresSettings settings;
    public final OwnerSql sql;
    public final Database app;
    public final Database sealer;
    public final Work work;
    public final Cursors cursors = new Cursors(new byte[32], clock);
    public final RecordTable<Notes.Note> notes;
    public final Counter sealed = new SimpleMeterRegistry().counter("sealed");
    public final List<Released> released = new CopyOnWriteArrayList<>();

    public Bench() {
        settings = settings(TestServers.copiedDatabase("records", name -> Migrations.run(settings(name))));
        sql = new OwnerSql(settings.jdbcUrl(), settings.user(), settings.password());
        app = Database.open(vertx, settings, DatabaseRole.APP, 8, clock);
        sealer = Database.open(vertx, settings, DatabaseRole.SEALER, 2, clock);
        work = work(new SecretBox(new byte[32], List.of(), new SecureRandom()));
        notes = new RecordTable<>(Notes.TABLE, work, cursors, ids, clock);
        eventually(this::connect);
    }

    /** The first connection of a JVM also loads the driver, which can take longer than a call waits for one. */
    private void connect() {
        settle(app.transaction(RowSecurityContext.NONE, clock.instant().plus(PATIENCE), _ -> Future.succeededFuture()));
    }

    private static PostgresSettings settings(String database) {
        var address = TestServers.shared().addresses().postgres();
        return new PostgresSettings(address.host(), address.port(), database, address.user(), address.password());
    }

    /** What writes with these keys. */
    public Work work(SecretBox box) {
        return work(box, (_, answer) -> Buffer.buffer(Json.bytes(answer)));
    }

    /** The same with answers for replays that this encodes. */
    public Work work(SecretBox box, AnswerEncoder encoder) {
        return new Work(
                app,
                new WorkParts(
                        ids,
                        SLICES,
                        _ -> {},
                        new EncryptedAnswers(box),
                        encoder,
                        (tenant, hold, micros) -> released.add(new Released(tenant, hold, micros))));
    }

    /** Sets the jobs of records. */
    public Jobs jobs() {
        return new Jobs(new JobParts(work, app, ids, clock, new SimpleMeterRegistry()));
    }

    /** Gives entries their positions, and counts them. */
    public Sealer newSealer() {
        return new Sealer(sealer, SLICES, clock, sealed);
    }

    /** Reads the whole audit, of which the last 400 days are kept whole. */
    public AuditVerification verification(SealedSegments segments) {
        return new AuditVerification(sealer, segments, retention());
    }

    public RetentionBounds retention() {
        return new RetentionBounds(clock, 400);
    }

    /** A caller with a workspace and a tenant of their own. */
    public Caller stranger() {
        return new Caller(
                new Actor(Actor.Kind.API_KEY, "key_" + ids.next(), "test key"),
                new TenantId(ids.next()),
                new WorkspaceId(ids.next()));
    }

    public <I> Call<I> call(Operation<I, ?> operation, Caller caller, I input) {
        return call(operation, caller, input, Conditions.NONE);
    }

    public <I> Call<I> keyed(Operation<I, ?> operation, Caller caller, I input, String key) {
        return call(operation, caller, input, new Conditions(key, null, null, false));
    }

    public <I> Call<I> call(Operation<I, ?> operation, Caller caller, I input, Conditions conditions) {
        var now = clock.instant();
        var facts = new CallFacts(
                new RequestId(ids.next()),
                null,
                now,
                caller.tenant(),
                caller.workspace(),
                caller.actor(),
                Surface.REST,
                operation.name(),
                operation.action(),
                digest(input),
                "127.0.0.1",
                "test");
        return new Call<>(
                operation,
                caller,
                input,
                conditions,
                facts,
                new Charge("rest.write", HELD, HELD * 100, "2026-01", new Charge.Hold(1, 7)),
                now.plus(Duration.ofSeconds(10)),
                ProgressListener.NOBODY,
                quote(operation, new Price("rest.write", 100, "2026-01")));
    }

    private static <I, A> Quote<A> quote(Operation<I, A> operation, Price price) {
        var meter = operation.faces().getFirst().meter();
        return new Quote<>(price, HELD, meter instanceof Meter.PerItem<I, A>(var _, var done) ? done : _ -> HELD);
    }

    /** The same call, held and charged at another price. */
    public static <I> Call<I> priced(Call<I> call, Price price) {
        var quote = quote(call.operation(), price);
        return new Call<>(
                call.operation(),
                call.caller(),
                call.input(),
                call.conditions(),
                call.facts(),
                quote.held(new Charge.Hold(1, 7)),
                call.deadline(),
                call.listener(),
                quote);
    }

    public static <I> Call<I> due(Call<I> call, Instant deadline) {
        return new Call<>(
                call.operation(),
                call.caller(),
                call.input(),
                call.conditions(),
                call.facts(),
                call.charge(),
                deadline,
                call.listener(),
                call.tariff());
    }

    /** The same call for somebody who watches. */
    public static <I> Call<I> watched(Call<I> call, ProgressListener listener) {
        return new Call<>(
                call.operation(),
                call.caller(),
                call.input(),
                call.conditions(),
                call.facts(),
                call.charge(),
                call.deadline(),
                listener,
                call.tariff());
    }

    private static String digest(Object input) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(input.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a future comes to. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** Waits until a future has succeeded. */
    public static void settle(Future<?> future) {
        var _ = await(future);
    }

    /** Repeats the check until it holds: the server is shared, and a transaction of another test may be open. */
    public static void eventually(Runnable check) {
        RepeatedCheck.within(PATIENCE, check);
    }

    /** Runs SQL as the owner of the tables. */
    public void tamper(String statement) {
        sql.execute(statement);
    }

    /** All rows of a query as the owner of the tables sees them, each as text. */
    public List<String> owner(String query) {
        return sql.texts(query);
    }

    public long count(String from) {
        return sql.number("SELECT count(*) FROM " + from);
    }

    public long count(String table, UUID chain) {
        return count(table + " WHERE chain = '" + chain + "'");
    }

    @Override
    public void close() {
        settle(vertx.close());
    }
}
