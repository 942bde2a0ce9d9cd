package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.check.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Compares the client's count with the charges of the ledger. The Vert.x load generator counts exactly; wrk leaves with
 * calls in flight, which may be charged or not: at most one per connection and window.
 */
final class ChargeCheck {

    private ChargeCheck() {}

    /** Waits until the ledger has settled, and compares per account: the ledger knows no legs. */
    static void run(List<Leg> legs, ObjectNode figures) throws InterruptedException {
        var byAccount = new LinkedHashMap<BenchAccount, List<Leg>>();
        for (var leg : legs) {
            if (leg.bill != null) {
                byAccount
                        .computeIfAbsent(leg.bill.account(), _ -> new ArrayList<>())
                        .add(leg);
            }
        }
        var written = figures.putArray("agreement");
        for (var entry : byAccount.entrySet()) {
            check(entry.getKey(), entry.getValue(), written.addObject());
        }
    }

    private static void check(BenchAccount account, List<Leg> legs, ObjectNode written) throws InterruptedException {
        long due = 0;
        long unknown = 0;
        var client = written.putObject("client");
        for (var leg : legs) {
            long price = leg.bill == null ? 0 : leg.bill.priceMicros();
            due += leg.successes * price;
            unknown += leg.unknownMax * price;
            client.putObject(leg.name)
                    .put("successes", leg.successes)
                    .put("errors", leg.errors)
                    .put("cut_at_most", leg.unknownMax);
        }
        long prepared = account.preparedMicros();
        long charged = BenchAccount.settledSpendMicros(List.of(account), prepared + due) - prepared;
        written.put("micros_by_the_client", due).put("micros_charged", charged);
        require(
                charged >= due && charged <= due + unknown,
                legs.stream().map(leg -> leg.name).toList() + ": by the client's count " + due
                        + " micros are due, and at most " + unknown + " more for calls it cut, but " + charged
                        + " were charged");
    }
}
