package dev.tollgate.money.account;

import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Grant;
import java.util.List;

/** An account and the grants that may still be drawn, as they stay until the transaction ends. */
public record Locked(Account account, List<Grant> grants) {
    public Locked {
        grants = List.copyOf(grants);
    }
}
