package dev.tollgate.records.work;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.KeyedRows;
import dev.tollgate.runtime.postgres.RowInsert;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlState;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way to read and write business records. One per event loop, on the loop of its {@link Database}.
 *
 * <p>A write is one transaction in two round trips: the claim on the idempotency key with the statements of the body;
 * then, only for a change, one statement with audit row, usage event, domain events and idempotency answer, and COMMIT.
 * A refusal rolls everything back. A write that only inserts one row that is known beforehand is one statement.
 */
public final class Work {

    /** Refusal in log and audit for a call whose caller is gone. */
    static final Refusal GONE = new Refusal.DeadlineExceeded(false);

    /** Refusal of a write that would give a record the external IDs of another. */
    public static final Refusal EXTERNAL_ID_TAKEN =
            new Refusal.Conflict("There is a record with this external_source and external_id already.");

    /** How long before its deadline a call learns what has become of its snapshot. */
    private static final Duration BEFORE_DEADLINE = Duration.ofSeconds(1);

    private final Database database;
    private final Idempotency idempotency;
    private final WorkRows rows;
    private final BackgroundWork background;
    private final InsertedRow insertedRow;
    private final ReadConcurrencyLimiter scans = ReadConcurrencyLimiter.ofScans();
    private final ReadConcurrencyLimiter publicScans = ReadConcurrencyLimiter.ofPublicScans();
    private final LockWaits lockWaits;
    private final ReadConcurrencyLimiter lists = ReadConcurrencyLimiter.ofLists();

    public Work(Database database, WorkParts parts) {
        this.database = database;
        this.lockWaits = new LockWaits(database.connectionsMax());
        this.idempotency = new Idempotency(database, parts.sealedAnswers(), parts.writtenAnswer());
        this.rows = new WorkRows(parts);
        this.background = new BackgroundWork(database, rows);
        this.insertedRow = new InsertedRow(database, idempotency, rows);
    }

    /**
     * Runs the body's statements and everything that belongs to them as one transaction.
     *
     * <p>A reduction waits for locks until its deadline, and so does any write of an operator, unless many wait: who
     * takes away, revokes or lowers a bound must not be turned away because others are busy.
     *
     * <p>A dry run does the same and rolls back; its usage is not recorded here. A key that has been answered gives the
     * earlier answer.
     *
     * @param body sends statements on the transaction; those that do not depend on each other in one tick
     * @return done only after the commit is durable. A failure with {@code effectUnknown} means the commit was sent and
     *     its answer lost; every other failure is proof that nothing was changed. Refused, and nothing changed, when
     *     the caller had gone before the commit was sent.
     */
    public <A> Future<Outcome<A>> write(Call<?> call, Function<Transaction, Future<Outcome<Change<A>>>> body) {
        return isReduction(call) || !call.caller().isOperator()
                ? written(call, body)
                : waiting(call, Transaction::waitForLocks, body);
    }

    private <A> Future<Outcome<A>> written(Call<?> call, Function<Transaction, Future<Outcome<Change<A>>>> body) {
        if (call.listener().gone()) {
            return Future.succeededFuture(Outcome.refused(GONE));
        }
        var after = new AtomicReference<AfterCommit>();
        call.listener().writing();
        return database.transaction(RowSecurityContext.of(call.caller()), call.deadline(), transaction -> {
                    if (isReduction(call)) {
                        transaction.waitForLocks();
                    }
                    if (!call.conditions().dryRun()) {
                        idempotency.claim(transaction, call);
                    }
                    return body.apply(transaction).map(outcome -> ended(transaction, call, outcome, after));
                })
                .onComplete(ended -> {
                    if (ended.succeeded() ? after.get() == null : !Failure.effectUnknown(ended.cause())) {
                        call.listener().wroteNothing();
                    }
                })
                .onSuccess(_ -> AfterCommit.run(after.get()))
                .recover(failure -> recovered(call, failure));
    }

    /**
     * As {@link #write}, for rows that are locked for longer than a write waits.
     *
     * @param lockTimeout how long a statement waits for locks, unless many wait; an operator's until the deadline
     */
    public <A> Future<Outcome<A>> write(
            Call<?> call, Duration lockTimeout, Function<Transaction, Future<Outcome<Change<A>>>> body) {
        return call.caller().isOperator()
                ? write(call, body)
                : waiting(call, transaction -> transaction.waitForLocks(lockTimeout), body);
    }

    /** Begins with the wait where one more may wait long for locks. */
    private <A> Future<Outcome<A>> waiting(
            Call<?> call, Consumer<Transaction> wait, Function<Transaction, Future<Outcome<Change<A>>>> body) {
        return written(call, transaction -> {
            if (!lockWaits.begin(call.caller())) {
                return body.apply(transaction);
            }
            wait.accept(transaction);
            return Future.<Void>succeededFuture()
                    .compose(_ -> body.apply(transaction))
                    .onComplete(_ -> lockWaits.end(call.caller()));
        });
    }

    /**
     * Whether {@link #insert} may replace {@link #write} for this call. A dry run must roll back, and others wait for
     * locks until their deadline: both need a transaction.
     */
    public static boolean canInsert(Call<?> call) {
        return !call.conditions().dryRun()
                && !isReduction(call)
                && !call.caller().isOperator();
    }

    private static boolean isReduction(Call<?> call) {
        return call.operation().effect() == Effect.REDUCE;
    }

    /**
     * A write that only inserts one row, which is known before anything is asked: one statement, and one round trip. An
     * error of the row comes as from {@link #write}.
     *
     * @param row the record
     * @param change what it does
     * @return done only once the row is durable; refused if the caller had gone before it was sent. A failure with
     *     {@code effectUnknown} means that the statement was sent and its answer was lost, or that the server ended it
     *     at the deadline; every other failure proves that nothing was inserted.
     */
    public <A> Future<Outcome<A>> insert(Call<?> call, RowInsert row, Change<A> change) {
        if (call.listener().gone()) {
            return Future.succeededFuture(Outcome.refused(GONE));
        }
        return insertedRow.write(call, row, change).recover(failure -> recovered(call, failure));
    }

    /**
     * As {@link #write}, tried once more if a row was locked for longer than a write waits: for rows that many writes
     * change.
     */
    public <A> Future<Outcome<A>> writeContended(Call<?> call, Function<Transaction, Future<Outcome<Change<A>>>> body) {
        return write(call, body)
                .recover(failure -> SqlState.LOCK_NOT_AVAILABLE.equals(SqlState.sqlState(failure))
                        ? write(call, body)
                        : Future.failedFuture(failure));
    }

    private <A> Outcome<A> ended(
            Transaction transaction,
            Call<?> call,
            Outcome<Change<A>> outcome,
            AtomicReference<@Nullable AfterCommit> after) {
        if (call.listener().gone()) {
            transaction.rollbackOnly();
            return Outcome.refused(GONE);
        }
        if (outcome instanceof Outcome.Done<Change<A>>(Change<A> change)
                && !call.conditions().dryRun()) {
            after.set(rows.add(transaction::insertAtCommit, call, change));
            idempotency.keep(transaction::insertAtCommit, call, change);
            if (change.existed()) {
                call.listener().existed();
            }
            call.listener().committing();
        } else {
            transaction.rollbackOnly();
        }
        return outcome.map(Change::answer);
    }

    private <A> Future<Outcome<A>> recovered(Call<?> call, Throwable failure) {
        return TableRefusals.<A>of(failure).recover(_ -> {
            Future<Outcome<A>> lost = idempotency.lost(call, failure);
            return lost == null ? Future.failedFuture(failure) : lost;
        });
    }

    /** Writes that no caller waits for. */
    public BackgroundWork background() {
        return background;
    }

    /**
     * Runs statements in the caller's workspace that are no write of the caller: they are neither audited nor charged
     * nor announced. For records that every workspace begins with.
     */
    public Future<Void> prepare(Call<?> call, Function<Transaction, Future<?>> body) {
        return unrecorded(call, transaction -> body.apply(transaction).<Void>mapEmpty());
    }

    /**
     * The same for rows that are no records of callers, such as the progress of an upload; gives what the body gives.
     */
    public <T> Future<T> unrecorded(Call<?> call, Function<Transaction, Future<T>> body) {
        return database.transaction(RowSecurityContext.of(call.caller()), call.deadline(), body);
    }

    /** The earlier answer to a call with this key, a refusal if the key belongs to another input, or empty. */
    public <A> Future<Optional<Outcome<A>>> replay(Call<?> call) {
        return idempotency.known(call);
    }

    /** One statement that reads in the workspace or tenant of the caller, planned for its arguments. */
    public Future<RowSet<Row>> read(Call<?> call, String sql, Tuple args) {
        return database.read(RowSecurityContext.of(call.caller()), sql, args);
    }

    /**
     * One statement that may look at many rows to find a few. The same as {@link #read}, but refused while the tenant
     * has two others running on this event loop.
     */
    public Future<Outcome<RowSet<Row>>> limitedScan(Call<?> call, String sql, Tuple args) {
        return scans.run(call, () -> read(call, sql, args));
    }

    /** The same for published content, which visitors read; it has a limit apart from that of lists. */
    public Future<Outcome<RowSet<Row>>> limitedPublicScan(Call<?> call, String sql, Tuple args) {
        return publicScans.run(call, () -> read(call, sql, args));
    }

    /**
     * A list that may look through much, statement by statement, to find a little: refused while another one of the
     * tenant is running on this event loop.
     */
    public <A> Future<Outcome<A>> limitedList(Call<?> call, Supplier<Future<Outcome<A>>> list) {
        return lists.run(call, list).compose(run -> run.then(Future::succeededFuture));
    }

    /**
     * Statements that only read, all on one snapshot, for as long as a report may take; see {@link Database#snapshot}.
     *
     * @param most the longest it may take, if the call's deadline is not before
     */
    public <T> Future<T> snapshot(Call<?> call, Duration most, Function<Transaction, Future<T>> body) {
        var deadline = call.deadline().minus(BEFORE_DEADLINE);
        return database.snapshot(RowSecurityContext.of(call.caller()), deadline, most, body);
    }

    /** One statement that reads the rows of a few keys; see {@link Database#readByKey}. */
    public Future<RowSet<Row>> readByKey(Call<?> call, String sql, Tuple args) {
        return database.readByKey(RowSecurityContext.of(call.caller()), sql, args);
    }

    /** The row of one key in the caller's workspace; see {@link Database#readRow}. */
    public Future<Optional<Row>> readRow(Call<?> call, KeyedRows rows, UUID key) {
        return database.readRow(RowSecurityContext.of(call.caller()), rows, key);
    }

    /** One statement that reads a page from an index; see {@link Database#readPage}. */
    public Future<RowSet<Row>> readPage(Call<?> call, String sql, Tuple args) {
        return database.readPage(RowSecurityContext.of(call.caller()), sql, args);
    }
}
