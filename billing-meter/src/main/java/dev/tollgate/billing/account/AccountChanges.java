package dev.tollgate.billing.account;

import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.Copies;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of an account by operations: the account, its transfers and its threshold events in one transaction, then
 * published, so that it takes effect in milliseconds.
 */
public final class AccountChanges {

    /**
     * The changes stored by one transaction.
     *
     * @param applied the account's changes in their order; empty if the account is unchanged
     */
    public record Stored<A>(List<AppliedUpdate> applied, Change<A> change) {

        public Stored {
            applied = List.copyOf(applied);
        }
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(AccountChanges.class);

    private final Work work;
    private final Posting posting;
    private final Copies copies;
    private final IdSource ids;
    private final InstantSource clock;

    public AccountChanges(Work work, Posting posting, Copies copies, IdSource ids, InstantSource clock) {
        this.work = work;
        this.posting = posting;
        this.copies = copies;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Runs one change.
     *
     * @param step stores it, or says why it is not to be done after all
     * @param note what the transfers say
     */
    public <A> Future<Outcome<A>> run(
            Call<?> call, Function<Transaction, Future<Outcome<Stored<A>>>> step, String note) {
        return run(call, step, Purpose.of(note, call));
    }

    /** The same with an entry that it corrects. */
    public <A> Future<Outcome<A>> run(
            Call<?> call, Function<Transaction, Future<Outcome<Stored<A>>>> step, Purpose purpose) {
        return work.write(call, Accounts.LOCK_TIMEOUT, transaction -> {
                    var announced = Transfers.announce(transaction);
                    var stored = step.apply(transaction);
                    return announced.compose(_ -> stored).compose(outcome -> posted(transaction, outcome, purpose));
                })
                .compose(outcome -> published(call, outcome));
    }

    public static <A> Outcome<A> noAccount() {
        return Outcome.refused(new Refusal.ResourceNotFound("The tenant was not found."));
    }

    /** One after the other: an entry may name one of the change before. */
    private <A> Future<Outcome<Change<A>>> posted(
            Transaction transaction, Outcome<Stored<A>> outcome, Purpose purpose) {
        Future<?> posted = Future.succeededFuture();
        if (outcome instanceof Outcome.Done<Stored<A>>(Stored<A> stored)) {
            for (var one : stored.applied()) {
                posted = posted.compose(
                        _ -> posting.post(transaction, List.of(one), ids.next(), _ -> purpose, clock.instant()));
            }
        }
        return posted.map(outcome.map(Stored::change));
    }

    /** A missing acknowledgement is not an error of the call: the periodic publish repeats it. */
    private <A> Future<Outcome<A>> published(Call<?> call, Outcome<A> outcome) {
        if (!(outcome instanceof Outcome.Done<A>)) {
            return Future.succeededFuture(outcome);
        }
        return copies.publish(
                        RowSecurityContext.ofTenant(call.caller()),
                        call.caller().tenantId())
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("tenant", call.caller().tenantId())
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to publish changed account, will retry"))
                .transform(_ -> Future.succeededFuture(outcome));
    }
}
