package dev.tollgate.billing.intake;

import dev.tollgate.billing.intake.DeadLetters.Letter;
import dev.tollgate.billing.intake.LogBatch.RecordKey;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.AppliedBudget;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.usage.Marker;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Result of a batch. Filled while its transaction runs; read only after the commit. */
final class BatchResult {

    final UUID batchId;
    final Set<TenantId> published = new LinkedHashSet<>();
    final Set<BudgetKey> publishedBudgets = new LinkedHashSet<>();
    final Map<TenantId, LeakedHolds.Closed> closed = new LinkedHashMap<>();

    /** Deliveries of the records that are booked here for the first time, by the records' ids. */
    final Map<UUID, RecordKey> records = new HashMap<>();

    final List<Marker> markers = new ArrayList<>();
    final List<Letter> letters = new ArrayList<>();
    final BitSet slices = new BitSet();
    long calls;
    long repeated;
    long micros;
    int late;

    BatchResult(UUID batchId) {
        this.batchId = batchId;
    }

    /**
     * Records of dead letters that count as booked, so that another delivery adds nothing to what is sent again. Not
     * those whose day there is no row for, nor events in JSON, which are sent again under the same id.
     */
    Stream<RecordKey> recordsOfLetters() {
        return letters.stream()
                .filter(Letter::dated)
                .map(letter -> letter.item().record())
                .filter(RecordKey::isColumnar);
    }

    void closed(AppliedUpdate update) {
        long charged = open(update.before()) - open(update.after());
        closed.merge(
                update.after().tenant(),
                new LeakedHolds.Closed(update.after().closed(), charged),
                LeakedHolds.Closed::plus);
    }

    private static long open(Account account) {
        return account.month().openCharged() + account.next().openCharged();
    }

    void budgets(List<AppliedBudget> applied) {
        applied.stream()
                .filter(AppliedBudget::publishes)
                .forEach(one -> publishedBudgets.add(one.after().key()));
    }

    void add(AppliedUpdate update) {
        late += update.change().late();
        if (update.change().publishes()) {
            published.add(update.after().tenant());
        }
    }
}
