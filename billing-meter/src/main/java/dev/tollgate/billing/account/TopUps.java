package dev.tollgate.billing.account;

import dev.tollgate.billing.account.AccountChanges.Stored;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.AccountView;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Books money into the prepaid balance, in the caller's transaction. */
public final class TopUps {

    /** The most prepaid money of one account: sums of a few stay exact in Redis. */
    public static final long PREPAID_MICROS_MAX = 1L << 50;

    private final Accounts accounts;
    private final InstantSource clock;

    public TopUps(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Books one top-up.
     *
     * @param id taken once per tenant: a second one fails the transaction
     */
    public Future<Outcome<Stored<TopUp>>> book(Transaction transaction, TenantId tenant, TopUpId id, NewTopUp input) {
        return accounts.topUp(transaction, tenant, id.value(), input.amountMicros(), input.expiresAt())
                .map(update -> update.map(done -> booked(id, input, done)).orElseGet(AccountChanges::noAccount));
    }

    /** The record change of a top-up that another operation than {@code create_top_up} booked. */
    public static RecordChange created(TopUp topUp) {
        return RecordChange.created(topUp).as("top_up", "top_up.created");
    }

    private Outcome<Stored<TopUp>> booked(TopUpId id, NewTopUp input, AppliedUpdate update) {
        var after = update.after();
        if (after.prepaidLeft() > PREPAID_MICROS_MAX) {
            return Outcome.refused(new Refusal.Conflict("The prepaid balance would exceed its limit."));
        }
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var topUp = new TopUp(
                id,
                after.tenant(),
                input.amountMicros(),
                input.expiresAt(),
                after.prepaidLeft(),
                now,
                1,
                warning(update.before(), now));
        return Outcome.done(new Stored<>(List.of(update), Change.created(topUp)));
    }

    /** Why money added to this account cannot be spent this month: what is left already reaches the cap. */
    public static @Nullable String warning(Account before, Instant now) {
        var seen = AccountView.of(before, IdSource.time(before.tenant().value()), now);
        long capLeft = seen.capMicros() - seen.spendMicros();
        if (seen.enforcement() == Enforcement.NOTIFY || capLeft > seen.includedLeftMicros() + seen.prepaidMicros()) {
            return null;
        }
        return "This money cannot be spent before " + seen.period().end() + ": the cap leaves " + Math.max(0, capLeft)
                + " micros this month, no more than the balance before this top-up. Raise the cap with set_plan or "
                + "set_override.";
    }
}
