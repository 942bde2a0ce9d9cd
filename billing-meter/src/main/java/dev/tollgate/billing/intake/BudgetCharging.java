package dev.tollgate.billing.intake;

import dev.tollgate.billing.usage.MeteredCall;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.money.account.BudgetRows;
import dev.tollgate.money.account.LockedAccount;
import dev.tollgate.money.budget.BudgetCharge;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts charged calls against the budgets of their credentials. Asks nothing where no tenant of the calls has any. */
final class BudgetCharging {

    private BudgetCharging() {}

    /**
     * Counts them, after their accounts are charged.
     *
     * @param locked the accounts of the calls
     */
    static Future<Void> count(
            Transaction transaction,
            int slice,
            List<LockedAccount> locked,
            List<MeteredCall> added,
            BatchResult result) {
        Map<TenantId, Long> closed = new HashMap<>();
        locked.stream()
                .filter(LockedAccount::budgets)
                .forEach(one -> closed.put(one.account().tenant(), one.account().closed()));
        List<BudgetCharge> charges = charges(added, closed);
        return charges.isEmpty()
                ? Future.succeededFuture()
                : BudgetRows.charge(transaction, slice, charges)
                        .onSuccess(result::budgets)
                        .mapEmpty();
    }

    private static List<BudgetCharge> charges(List<MeteredCall> calls, Map<TenantId, Long> closed) {
        List<BudgetCharge> charges = new ArrayList<>();
        for (var call : calls) {
            var facts = call.event().call();
            var charge = call.event().charge();
            var hold = charge.hold();
            var tenant = facts.tenant();
            var accountClosed = tenant == null ? null : closed.get(tenant);
            if (tenant != null && accountClosed != null && hold != null && charge.micros() > 0) {
                charges.add(new BudgetCharge(tenant, spender(facts), charge.micros(), hold, accountClosed));
            }
        }
        return charges;
    }

    /** Operators, and people on the control plane, have no budget. */
    private static @Nullable String spender(CallFacts facts) {
        return switch (facts.actor().kind()) {
            case API_KEY, MCP_CLIENT, MEMBER ->
                facts.surface() == Surface.CONTROL ? null : facts.actor().id();
            case OPERATOR, SUBJECT, SYSTEM -> null;
        };
    }
}
