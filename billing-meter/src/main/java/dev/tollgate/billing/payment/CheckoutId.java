package dev.tollgate.billing.payment;

import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import java.util.UUID;

/** One checkout. */
@IdPrefix("chk")
public record CheckoutId(UUID value) implements Id {

    /** The top-up that paying makes has the id of its checkout: there can be no second. */
    TopUpId topUp() {
        return new TopUpId(value);
    }

    @Override
    public String toString() {
        return text();
    }
}
