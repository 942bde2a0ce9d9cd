package dev.tollgate.money.account;

import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.AccountUpdate;

/**
 * A change that was stored with the transaction: its entries are to be posted in it, and after the commit the account
 * is to be published where {@link AccountUpdate#publishes()}.
 */
public record AppliedUpdate(Account before, AccountUpdate change) {

    public Account after() {
        return change.account();
    }
}
