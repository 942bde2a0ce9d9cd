package dev.tollgate.billing.intake;

import dev.tollgate.billing.intake.DeadLetters.Letter;
import dev.tollgate.billing.intake.LogBatch.RecordKey;
import dev.tollgate.billing.intake.Segment.Entry;
import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.billing.usage.MeteredCall;
import dev.tollgate.billing.usage.UsageRecordIds;
import dev.tollgate.billing.usage.UsageSums;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.LockedAccount;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.rating.Period;
import dev.tollgate.records.call.BookedCall;
import dev.tollgate.records.call.CallStore;
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
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Charges calls: locks their accounts, stores the ids of their records, and charges and stores the calls of new ones.
 * The accounts are locked first because they say in which month a late call is charged.
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

    /** A call and the delivery of its record. */
    private record Delivered(RecordKey record, MeteredCall call) {}

    private final AccountRows accounts;
    private final OperationModules modules;
    private final boolean chained;

    /** @param chained whether calls without an audit row become entries of the audit here */
    Charging(AccountRows accounts, OperationModules modules, boolean chained) {
        this.accounts = accounts;
        this.modules = modules;
        this.chained = chained;
    }

    Future<Charged> charge(Transaction transaction, int slice, List<Entry> entries, BatchResult result, Instant now) {
        return accounts.lock(transaction, tenants(entries))
                .compose(locked -> inserted(transaction, metered(entries, locked, result), result)
                        .compose(added -> charged(transaction, slice, locked, added)
                                .compose(charged -> BudgetCharging.count(transaction, slice, locked, added, result)
                                        .compose(_ -> stored(transaction, added, result, now))
                                        .map(charged))));
    }

    /**
     * The calls of records that were not booked before; of a record that came twice those that came first, also if
     * these are dead letters.
     */
    private static Future<List<MeteredCall>> inserted(
            Transaction transaction, List<Delivered> calls, BatchResult result) {
        Map<UUID, RecordKey> first = new LinkedHashMap<>();
        Stream.concat(calls.stream().map(Delivered::record), result.recordsOfLetters())
                .filter(record -> !result.records.containsKey(record.id()))
                .forEach(record -> first.putIfAbsent(record.id(), record));
        return UsageRecordIds.insert(transaction, first.keySet())
                .onSuccess(fresh -> {
                    first.keySet().retainAll(fresh);
                    result.records.putAll(first);
                })
                .map(_ -> calls.stream()
                        .filter(call -> call.record()
                                .equals(result.records.get(call.record().id())))
                        .map(Delivered::call)
                        .toList())
                .onSuccess(added -> count(calls.size(), added, result));
    }

    /** Last, since it locks the heads of chains, for which the audit of writes and refusals waits. */
    private Future<Void> stored(Transaction transaction, List<MeteredCall> added, BatchResult result, Instant now) {
        var calls = added.stream()
                .map(call -> new BookedCall(call.event(), call.period()))
                .toList();
        return CallStore.append(transaction, calls, chained, result.batchId, now);
    }

    private Future<Charged> charged(
            Transaction transaction, int slice, List<LockedAccount> locked, List<MeteredCall> added) {
        var summed = UsageSums.add(transaction, added);
        var usage = usage(added);
        var applied = usage.isEmpty()
                ? Future.succeededFuture(Charged.NOTHING)
                : accounts.applyCharges(transaction, slice, locked, usage)
                        .map(all -> new Charged(all, purposes(added)));
        return summed.compose(_ -> applied);
    }

    private static Set<TenantId> tenants(List<Entry> entries) {
        Set<TenantId> tenants = new TreeSet<>((one, other) -> one.value().compareTo(other.value()));
        entries.forEach(entry -> tenants.add(tenant(entry.event())));
        return tenants;
    }

    private List<Delivered> metered(List<Entry> entries, List<LockedAccount> locked, BatchResult result) {
        Map<TenantId, Account> known = new HashMap<>();
        locked.forEach(one -> known.put(one.account().tenant(), one.account()));
        List<Delivered> calls = new ArrayList<>(entries.size());
        for (var entry : entries) {
            var account = known.get(tenant(entry.event()));
            if (account == null) {
                result.letters.add(new Letter(entry.item(), "the tenant has no account"));
            } else {
                calls.add(new Delivered(entry.item().record(), call(entry.event(), account)));
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

    private static void count(int calls, List<MeteredCall> added, BatchResult result) {
        result.calls += added.size();
        result.repeated += calls - added.size();
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
