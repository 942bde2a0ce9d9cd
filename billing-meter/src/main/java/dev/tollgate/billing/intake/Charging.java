package dev.tollgate.billing.intake;

import dev.tollgate.billing.intake.DeadLetters.Letter;
import dev.tollgate.billing.intake.Segment.Entry;
import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.billing.usage.MeteredCall;
import dev.tollgate.billing.usage.UsageRows;
import dev.tollgate.billing.usage.UsageSums;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.LockedAccount;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.rating.Period;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Charges calls: locks their accounts, stores their rows, and charges those whose row was new. The accounts are locked
 * first because they say in which month a late call is charged.
 */
final class Charging {

    /**
     * Accounts that were charged.
     *
     * @param purposes what each was charged for
     */
    record Charged(List<AppliedUpdate> applied, Map<TenantId, Purpose> purposes) {

        static final Charged NOTHING = of(List.of());

        /** Changes without a charge. */
        static Charged of(List<AppliedUpdate> applied) {
            return new Charged(applied, Map.of());
        }

        Purpose purpose(TenantId tenant) {
            return purposes.getOrDefault(tenant, Purpose.NONE);
        }
    }

    private final AccountRows accounts;
    private final OperationModules modules;

    Charging(AccountRows accounts, OperationModules modules) {
        this.accounts = accounts;
        this.modules = modules;
    }

    Future<Charged> charge(Transaction transaction, int slice, List<Entry> entries, BatchResult result, Instant now) {
        return accounts.lock(transaction, tenants(entries))
                .compose(locked -> inserted(transaction, metered(entries, locked, result), result, now)
                        .compose(added -> charged(transaction, slice, added)
                                .compose(charged -> BudgetCharging.count(transaction, slice, locked, added, result)
                                        .map(charged))));
    }

    private static Future<List<MeteredCall>> inserted(
            Transaction transaction, List<MeteredCall> calls, BatchResult result, Instant now) {
        return UsageRows.insert(transaction, calls, result.batchId, now)
                .onSuccess(added -> count(calls, added, result));
    }

    private Future<Charged> charged(Transaction transaction, int slice, List<MeteredCall> added) {
        var summed = UsageSums.add(transaction, added);
        var usage = usage(added);
        var applied = usage.isEmpty()
                ? Future.succeededFuture(Charged.NOTHING)
                : accounts.applyCharges(transaction, slice, usage).map(all -> new Charged(all, purposes(added)));
        return summed.compose(_ -> applied);
    }

    private static Set<TenantId> tenants(List<Entry> entries) {
        Set<TenantId> tenants = new TreeSet<>((one, other) -> one.value().compareTo(other.value()));
        entries.forEach(entry -> tenants.add(tenant(entry.event())));
        return tenants;
    }

    private List<MeteredCall> metered(List<Entry> entries, List<LockedAccount> locked, BatchResult result) {
        Map<TenantId, Account> known = new HashMap<>();
        locked.forEach(one -> known.put(one.account().tenant(), one.account()));
        List<MeteredCall> calls = new ArrayList<>(entries.size());
        for (var entry : entries) {
            var account = known.get(tenant(entry.event()));
            if (account == null) {
                result.letters.add(new Letter(entry.item(), "the tenant has no account"));
            } else {
                calls.add(call(entry.event(), account));
            }
        }
        return calls;
    }

    private MeteredCall call(UsageRecorded event, Account account) {
        return new MeteredCall(
                event, period(event, account), modules.of(event.call().operation()));
    }

    /** The month it counts for, free or not: never one that is final. */
    private static Period period(UsageRecorded event, Account account) {
        var hold = event.charge().hold();
        var named = hold == null ? Period.of(event.call().time()) : Period.ofBucket(hold.bucket());
        var row = account.month().period();
        return named.compareTo(row) <= 0 ? row : account.next().period();
    }

    private static void count(List<MeteredCall> calls, List<MeteredCall> added, BatchResult result) {
        result.calls += added.size();
        result.repeated += calls.size() - added.size();
        added.forEach(call -> result.micros += call.event().charge().micros());
    }

    private static Map<TenantId, List<MeteredCharge>> usage(List<MeteredCall> calls) {
        Map<TenantId, List<MeteredCharge>> usage = new LinkedHashMap<>();
        for (var call : calls) {
            var charge = call.event().charge();
            if (charge.micros() > 0) {
                usage.computeIfAbsent(tenant(call.event()), _ -> new ArrayList<>())
                        .add(new MeteredCharge(charge.micros(), Objects.requireNonNull(charge.hold())));
            }
        }
        return usage;
    }

    private static Map<TenantId, Purpose> purposes(List<MeteredCall> calls) {
        Map<TenantId, ChargedOperations> charged = new HashMap<>();
        for (var call : calls) {
            if (call.event().charge().micros() > 0) {
                charged.computeIfAbsent(tenant(call.event()), _ -> new ChargedOperations())
                        .add(call);
            }
        }
        Map<TenantId, Purpose> purposes = new HashMap<>();
        charged.forEach((tenant, operations) -> purposes.put(tenant, operations.purpose()));
        return purposes;
    }

    private static TenantId tenant(UsageRecorded event) {
        return Objects.requireNonNull(event.call().tenant(), "checked when it was read");
    }
}
