package dev.tollgate.webhooks.history;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Month;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.webhooks.settlement.AttemptUsage;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks whether an account can pay an attempt that a caller wants to start now. Only the attempt's own hold is
 * certain; this check gives the caller an early answer.
 */
public final class FundsCheck {

    private final PlatformContext context;

    public FundsCheck(PlatformContext context) {
        this.context = context;
    }

    /** The refusal if an attempt could not be paid; else empty. */
    public Future<Optional<Refusal>> refusal(Call<?> call) {
        var money = context.money();
        var now = context.clock().instant();
        long price = money.prices().at(AttemptUsage.DIMENSION, now).micros(1);
        return money.accounts()
                .read(context.database(), call.caller().tenantId())
                .map(found -> found.flatMap(locked -> refusal(locked.account(), price, now)));
    }

    /** The same for a given account. Pure. */
    static Optional<Refusal> refusal(Account account, long priceMicros, Instant now) {
        boolean turned = !now.isBefore(account.month().period().end());
        Month month = turned ? account.next() : account.month();
        long money = month.includedLeft() + account.prepaidLeft();
        long balance = Math.min(money, month.capLeft());
        return switch (account.enforcement()) {
            case PAUSED -> Optional.of(new Refusal.AccountPaused(balance));
            case NOTIFY -> Optional.empty();
            case ENFORCE -> {
                var resets = month.period().end();
                if (month.capLeft() < priceMicros) {
                    yield Optional.of(new Refusal.MonthlyCapReached(balance, resets));
                }
                yield money < priceMicros
                        ? Optional.of(new Refusal.UsageBalanceExhausted(balance, resets))
                        : Optional.empty();
            }
        };
    }
}
