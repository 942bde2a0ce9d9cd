package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.environment.SplitInstallation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
        var byAccount = new LinkedHashMap<Account, List<Leg>>();
        for (var leg : legs) {
            if (leg.bill() != null) {
                byAccount
                        .computeIfAbsent(leg.bill().account(), _ -> new ArrayList<>())
                        .add(leg);
            }
        }
        var found = figures.putArray("agreement");
        for (var entry : byAccount.entrySet()) {
            check(entry.getKey(), entry.getValue(), found.addObject());
        }
        var reconciled = installation.reconcile();
        figures.put("reconcile", reconciled.printed());
        require(reconciled.exitCode() == 0, "ledger, accounts and Redis agree:\n" + reconciled.printed());
    }

    /** Legs of one account together: the ledger knows accounts, not legs. */
    private void check(Account account, List<Leg> legs, ObjectNode found) throws InterruptedException {
        long least = 0;
        long unsure = 0;
        var written = found.putObject("client");
        for (var leg : legs) {
            var client = count.of(leg);
            long price = leg.bill() == null ? 0 : leg.bill().priceMicros();
            least += client.successes() * price;
            unsure += client.cutMax() * price;
            written.putObject(leg.name())
                    .put("successes", client.successes())
                    .put("errors", client.errors())
                    .put("cut_at_most", client.cutMax());
        }
        long prepared = legs.stream()
                .mapToLong(leg -> leg.bill() == null ? 0 : leg.bill().preparedMicros())
                .findFirst()
                .orElse(0);
        long charged = settled(account, prepared + least) - prepared;
        found.put("micros_by_the_client", least).put("micros_charged", charged);
        require(
                charged >= least && charged <= least + unsure,
                legs.stream().map(Leg::name).toList() + ": by the client's count " + least
                        + " micros are due, and at most " + unsure + " more for calls it cut, but " + charged
                        + " were charged");
    }

    private static long settled(Account account, long least) throws InterruptedException {
        long spend = -1;
        for (int i = 0; i < SETTLE_SECONDS_MAX; i++) {
            long before = spend;
            spend = account.billing().path("spend_micros").asLong();
            if (spend >= least && spend == before) {
                break;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return spend;
    }
}
