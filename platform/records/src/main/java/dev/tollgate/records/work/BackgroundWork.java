package dev.tollgate.records.work;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Writes that no caller waits for, such as those of jobs and of consumers of events. Each is one transaction with
 * records, audit row and domain events as for {@link Work#write}; no audit row where no record has changed.
 */
public final class BackgroundWork {

    private final Database database;
    private final WorkRows rows;

    BackgroundWork(Database database, WorkRows rows) {
        this.database = database;
        this.rows = rows;
    }

    /**
     * A write without usage.
     *
     * @param end adds what ends the job to the transaction of a change
     * @return as {@link Work#write}; refused, and nothing changed, as the body was
     */
    public <A> Future<Outcome<A>> write(
            Call<?> call, Function<Transaction, Future<Outcome<Change<A>>>> body, Consumer<Transaction> end) {
        return write(
                call, body, end, (transaction, change) -> rows.addUncharged(transaction::insertAtCommit, call, change));
    }

    /**
     * The same with a usage event of this name, charged to the hold of the call.
     *
     * @return as {@link #write}; the hold is the caller's to release unless this is done or its effect unknown
     */
    public <A> Future<Outcome<A>> charged(
            Call<?> call,
            UsageName usage,
            Function<Transaction, Future<Outcome<Change<A>>>> body,
            Consumer<Transaction> end) {
        return write(
                call,
                body,
                end,
                (transaction, change) -> rows.addCharged(transaction::insertAtCommit, call, change, usage));
    }

    private <A> Future<Outcome<A>> write(
            Call<?> call,
            Function<Transaction, Future<Outcome<Change<A>>>> body,
            Consumer<Transaction> end,
            BiFunction<Transaction, Change<A>, AfterCommit> others) {
        var after = new AtomicReference<AfterCommit>();
        return database.transaction(
                        RowSecurityContext.of(call.caller()),
                        call.deadline(),
                        transaction -> body.apply(transaction).map(outcome -> {
                            if (outcome instanceof Outcome.Done<Change<A>>(Change<A> change)) {
                                end.accept(transaction);
                                after.set(others.apply(transaction, change));
                            } else {
                                transaction.rollbackOnly();
                            }
                            return outcome.map(Change::answer);
                        }))
                .onSuccess(_ -> AfterCommit.run(after.get()))
                .recover(TableRefusals::of);
    }
}
