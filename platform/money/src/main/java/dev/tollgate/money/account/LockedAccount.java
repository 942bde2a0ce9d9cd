package dev.tollgate.money.account;

import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Grant;
import java.util.List;

/**
 * An account and the grants that may still be drawn, as they stay until the transaction ends.
 *
 * @param budgets whether any credential has or had a budget
 */
public record LockedAccount(Account account, List<Grant> grants, boolean budgets) {
    public LockedAccount {
        grants = List.copyOf(grants);
    }
}
