package dev.tollgate.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Modules on a database of their own, called as the gates would call them. */
public final class Desk extends ModulesProcess {

    private static final long FAR_MICROS = 1_000_000_000L;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Charge PRICE = new Charge("rest.write", 1, 100, "2026-01", new Charge.Hold(1, 7));

    private final AtomicLong publications = new AtomicLong();

    /** One with a few connections. */
    public Desk(ServedModule module) {
        this(module, 4);
    }

    /** One for so many transactions at a time. */
    public Desk(ServedModule module, int transactionsMax) {
        this(List.of(module), transactionsMax);
    }

    /** The same for several modules. */
    public Desk(List<? extends ServedModule> modules, int transactionsMax) {
        super(List.copyOf(modules), transactionsMax);
    }

    /** Another process with the modules, database and clock of the first. */
    public Desk(Desk first) {
        super(first);
    }

    /** The example of an operation, as its handler gets it. */
    public static <I> I example(Operation<I, ?> operation) {
        return decoded(operation, Json.read(Objects.requireNonNull(operation.example()), ObjectNode.class));
    }

    /** An input of an operation. */
    public static <I> I decoded(Operation<I, ?> operation, ObjectNode input) {
        var shape = operation.body().shape();
        return Json.MAPPER.convertValue(
                input,
                Json.MAPPER
                        .getTypeFactory()
                        .constructParametricType(shape.type(), shape.arguments().toArray(Class<?>[]::new)));
    }

    /** A caller with a workspace and a tenant of their own. */
    public Caller stranger() {
        return new Caller(
                new Actor(Actor.Kind.API_KEY, "key_" + ids.next(), "test key"),
                new TenantId(ids.next()),
                new WorkspaceId(ids.next()));
    }

    public <I, A> Outcome<A> call(Operation<I, A> operation, Caller caller, I input) {
        return call(operation, caller, input, Conditions.NONE);
    }

    public <I, A> Outcome<A> call(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        return await(sent(operation, caller, input, conditions));
    }

    /** A call that holds another price. */
    public <I, A> Outcome<A> charged(Operation<I, A> operation, Caller caller, I input, Charge charge) {
        return await(onLoop(() -> bus.call(made(operation, caller, input, Conditions.NONE, charge))));
    }

    /** The size of a call, as it is asked for before its price is held. */
    public <I> Outcome<CallSize> sized(Operation<I, ?> operation, Caller caller, I input) {
        return await(onLoop(() -> bus.sized(made(operation, caller, input, Conditions.NONE, PRICE))));
    }

    /** The price of an answered call is given back. */
    public <I> void released(Operation<I, ?> operation, Caller caller, I input) {
        settle(onLoop(() -> bus.released(made(operation, caller, input, Conditions.NONE, PRICE))
                .mapEmpty()));
    }

    /** A call beside others; fails as the handler does. */
    public <I, A> Future<Outcome<A>> sent(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        return onLoop(() -> bus.call(made(operation, caller, input, conditions, PRICE)));
    }

    private <I, A> Call<I> made(
            Operation<I, A> operation, Caller caller, I input, Conditions conditions, Charge charge) {
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
                null,
                "127.0.0.1",
                "test");
        return new Call<>(operation, caller, input, conditions, facts, charge, now.plus(Duration.ofSeconds(10)));
    }

    /** What a call that must be done gives. */
    public <I, A> A done(Operation<I, A> operation, Caller caller, I input) {
        if (call(operation, caller, input) instanceof Outcome.Done<A>(A answer)) {
            return answer;
        }
        throw new AssertionError(operation + " was not done");
    }

    /** A call, repeated while others hold what it waits for. */
    public <I, A> Outcome<A> patiently(Operation<I, A> operation, Caller caller, I input) {
        while (true) {
            try {
                return call(operation, caller, input);
            } catch (Failure.Unavailable busy) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    /** The same for a list without options. */
    public <Q extends Record, A> A done(Operation<ListInput<Q>, A> operation, Caller caller, Q query) {
        return done(operation, caller, ListInput.of(query));
    }

    /** Why a call that must be refused was not done. */
    public <I, A> Refusal refusal(Operation<I, A> operation, Caller caller, I input) {
        if (call(operation, caller, input) instanceof Outcome.Refused<A>(Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError(operation + " was not refused");
    }

    /** The fields that a refused input is refused for. */
    public <I, A> List<String> faults(Operation<I, A> operation, Caller caller, I input) {
        return refusal(operation, caller, input) instanceof Refusal.ValidationFailed(List<FieldError> faults)
                ? faults.stream().map(FieldError::field).toList()
                : List.of();
    }

    /** The domain events of a workspace, in their order. */
    public List<DomainEvent> events(Caller caller) {
        try (var connection = sql.connection();
                var statement = connection.prepareStatement(
                        "SELECT body FROM outbox.message WHERE topic = 'tollgate.events' AND key = ? ORDER BY id")) {
            statement.setString(1, caller.workspaceId().text());
            var events = new ArrayList<DomainEvent>();
            var rows = statement.executeQuery();
            while (rows.next()) {
                events.add(DomainEventJson.read(rows.getBytes(1)));
            }
            return events;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The account of a caller's tenant has this much left, in micros. */
    public void funds(Caller caller, long micros) {
        long seq = publications.incrementAndGet();
        var next = Period.of(Instant.now()).next();
        var figures = new PublishedFigures(
                seq,
                1,
                0,
                next.firstBucket(),
                next.lastBucket() + 1,
                micros,
                0,
                FAR_MICROS,
                micros,
                FAR_MICROS,
                Enforcement.ENFORCE,
                0);
        var accounts = new AccountFunctions(functions);
        settle(onLoop(() -> accounts.prepare(List.of(new AccountFunctions.Preparation(caller.tenantId(), 1)))
                .compose(
                        _ -> accounts.publish(List.of(new AccountFunctions.Publication(caller.tenantId(), figures))))));
    }

    /** Runs SQL as the owner of the tables. */
    public void owner(String statement) {
        sql.execute(statement);
    }

    /** Works while the owner of the tables holds what this statement locks. */
    public void whileLocked(String statement, Runnable work) {
        sql.whileLocked(statement, work);
    }

    /** Works while the owner of the tables has run this statement, and commits it afterwards. */
    public void beforeCommit(String statement, Runnable work) {
        sql.beforeCommit(statement, work);
    }

    /** Returns once so many statements of the database wait for a lock. */
    public void awaitLockWaits(int count) {
        eventually(() -> assertThat(sql.lockWaits()).isEqualTo(count));
    }

    /** All rows of a query as the owner of the tables sees them, each as text. */
    public List<String> ownerRows(String query) {
        return sql.texts(query);
    }
}
