package dev.tollgate.billing.account;

import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.account.Applied;
import dev.tollgate.money.account.Copies;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Postgres;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of an account by its people: the account, its transfers and the events of lines it crosses in one
 * transaction, then published, so that it acts in milliseconds.
 */
final class AccountChanges {

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountChanges.class);

    /** A statement waits a tenth of a second for a lock: two seconds in all. */
    private static final int ATTEMPTS_MAX = 20;

    private final Work work;
    private final Posting posting;
    private final Copies copies;
    private final IdSource ids;
    private final InstantSource clock;

    AccountChanges(Work work, Posting posting, Copies copies, IdSource ids, InstantSource clock) {
        this.work = work;
        this.posting = posting;
        this.copies = copies;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Runs one change.
     *
     * @param step stores it; empty where the tenant has no account
     * @param shown what it came to, or why it is not to be done after all
     * @param note what the transfers say
     */
    <A> Future<Outcome<A>> run(
            Call<?> call,
            Function<Transaction, Future<Optional<Applied>>> step,
            Function<Applied, Outcome<Change<A>>> shown,
            String note) {
        return attempt(() -> written(call, step, shown, note), ATTEMPTS_MAX)
                .compose(outcome -> published(call, outcome));
    }

    private <A> Future<Outcome<A>> written(
            Call<?> call,
            Function<Transaction, Future<Optional<Applied>>> step,
            Function<Applied, Outcome<Change<A>>> shown,
            String note) {
        return work.write(call, transaction -> {
            var announced = Transfers.announce(transaction);
            var applied = step.apply(transaction);
            return announced
                    .compose(_ -> applied)
                    .compose(found -> found.isEmpty()
                            ? Future.succeededFuture(noAccount())
                            : posted(transaction, found.get(), shown.apply(found.get()), note));
        });
    }

    private static <A> Future<Outcome<A>> attempt(Supplier<Future<Outcome<A>>> change, int attempts) {
        return change.get()
                .recover(cause ->
                        attempts > 1 && locked(cause) ? attempt(change, attempts - 1) : Future.failedFuture(cause));
    }

    /**
     * The meter has the account for as long as a batch takes; nothing has changed, so the change may be tried again.
     */
    private static boolean locked(Throwable cause) {
        return Postgres.LOCK_NOT_AVAILABLE.equals(Postgres.sqlState(cause));
    }

    static <A> Outcome<A> noAccount() {
        return Outcome.refused(new Refusal.ResourceNotFound("There is no such tenant."));
    }

    private <A> Future<Outcome<Change<A>>> posted(
            Transaction transaction, Applied applied, Outcome<Change<A>> outcome, String note) {
        return posting.post(transaction, List.of(applied), ids.next(), note, clock.instant())
                .map(outcome);
    }

    /** Not acknowledged is no fault of the call: whoever publishes every second does it again. */
    private <A> Future<Outcome<A>> published(Call<?> call, Outcome<A> outcome) {
        if (!(outcome instanceof Outcome.Done<A>)) {
            return Future.succeededFuture(outcome);
        }
        return copies.publish(call.caller().tenantId())
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("tenant", call.caller().tenantId())
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("a changed account could not be published, it will be again"))
                .transform(_ -> Future.succeededFuture(outcome));
    }
}
