package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.SplitInstallation;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The comparison that every figure depends on: what the client counted is what the ledger charged, and Redis agrees
 * with the ledger. The client of our own counts exactly; wrk leaves with calls under way, which may or may not be
 * charged: at most one per connection and window.
 */
final class Agreement {

    private static final int SETTLE_SECONDS_MAX = 180;

    private final SplitInstallation installation;
    private final ClientCount count;

    Agreement(SplitInstallation installation, ClientCount count) {
        this.installation = installation;
        this.count = count;
    }

    /** Waits until the ledger has settled, compares, and writes what it found. */
    void check(List<Leg> legs, ObjectNode figures) throws IOException, InterruptedException {
        var found = figures.putObject("agreement");
        for (var leg : legs) {
            if (leg.bill() != null) {
                check(leg, leg.bill(), found.putObject(leg.name()));
            }
        }
        var reconciled = installation.reconcile();
        figures.put("reconcile", reconciled.printed());
        require(reconciled.exitCode() == 0, "ledger, accounts and Redis agree:\n" + reconciled.printed());
    }

    private void check(Leg leg, Leg.Bill bill, ObjectNode found) throws InterruptedException {
        var client = count.of(leg);
        long charged = settled(bill, client) - bill.preparedMicros();
        found.put("successes", client.successes())
                .put("errors", client.errors())
                .put("cut_at_most", client.cutMax())
                .put("charged_micros", charged);
        if (bill.priceMicros() == 0) {
            require(charged == 0, leg.name() + " is free, but " + charged + " micros were charged");
            return;
        }
        require(
                charged % bill.priceMicros() == 0,
                leg.name() + " was charged " + charged + ", no multiple of its price");
        long calls = charged / bill.priceMicros();
        found.put("charged_calls", calls);
        require(
                calls >= client.successes() && calls <= client.successes() + client.cutMax(),
                leg.name() + ": the client counted " + client.successes() + " successes and cut at most "
                        + client.cutMax() + ", but " + calls + " calls were charged");
    }

    private static long settled(Leg.Bill bill, ClientCount.Calls client) throws InterruptedException {
        long least = bill.preparedMicros() + client.successes() * bill.priceMicros();
        long spend = -1;
        for (int i = 0; i < SETTLE_SECONDS_MAX; i++) {
            long before = spend;
            spend = bill.account().billing().path("spend_micros").asLong();
            if (spend >= least && spend == before) {
                break;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return spend;
    }
}
