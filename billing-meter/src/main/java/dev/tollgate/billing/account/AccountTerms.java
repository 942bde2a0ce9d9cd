package dev.tollgate.billing.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.money.rating.Account;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Terms of an account: plan and override, as shown in audit and events.
 *
 * @param version the account's sequence, which also rises with charges
 */
public record AccountTerms(
        TenantId id, long version, String plan, @Nullable OverrideShown override) implements Resource {

    static AccountTerms of(Account account, Instant now) {
        return new AccountTerms(
                account.tenant(),
                account.revision().seq(),
                account.plan().name(),
                OverrideShown.of(account.overrideAt(now)));
    }
}
