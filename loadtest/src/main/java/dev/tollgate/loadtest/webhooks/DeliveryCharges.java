package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.check.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import java.util.List;

/** Compares the charges of the ledger with what was done: every write once, every recorded attempt once. */
final class DeliveryCharges {

    private static final long WRITE_MICROS = 100;
    private static final long ATTEMPT_MICROS = 50;

    private DeliveryCharges() {}

    /** Waits until the ledger has settled. */
    static void check(
            List<SubscribedTenant> tenants, long writes, RecordedDeliveries.Counts recorded, ObjectNode figures)
            throws InterruptedException {
        var accounts = tenants.stream().map(SubscribedTenant::account).toList();
        long prepared =
                accounts.stream().mapToLong(BenchAccount::preparedMicros).sum();
        long due = writes * WRITE_MICROS + recorded.attempts() * ATTEMPT_MICROS;
        long charged = BenchAccount.settledSpendMicros(accounts, prepared + due) - prepared;
        figures.put("micros_due", due).put("micros_charged", charged);
        require(
                recorded.chargedMicros() == recorded.attempts() * ATTEMPT_MICROS,
                recorded.attempts() + " attempts record a charge of " + recorded.chargedMicros() + " micros");
        require(
                charged == due,
                writes + " writes and " + recorded.attempts() + " attempts cost " + due + " micros, but " + charged
                        + " were charged");
    }
}
