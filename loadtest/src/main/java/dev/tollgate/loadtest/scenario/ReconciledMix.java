package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.run.BenchCommand;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/**
 * A client counts for itself over 20,000 mixed calls on 16 connections; afterwards its count, the usage events, the
 * account, the ledger and Redis agree to the micro.
 */
@Command(
        name = "reconciled-mix",
        description = "20,000 mixed REST and MCP calls: client, usage events, account, ledger and Redis agree; 2 min")
public class ReconciledMix extends BenchCommand {

    private static final int CONNECTIONS = 16;
    private static final int CALLS = 20_800;
    private static final long SEED = 20_261_125;

    /** The same, and all processes are killed half way. */
    @Command(
            name = "reconciled-mix-killed",
            description = "the same, with kill -9 of all processes under load and a restart; 2 min")
    public static final class Killed extends ReconciledMix {

        private static final long KILL_AFTER_MS = 10_000;

        @Override
        void disturb(Installation installation) throws Exception {
            TimeUnit.MILLISECONDS.sleep(KILL_AFTER_MS);
            installation.killAndRestart();
        }
    }

    /** Disturbance under load. */
    void disturb(Installation installation) throws Exception {}

    @Override
    protected final void measure(Installation installation, BenchReport report) throws Exception {
        installation.gateway().start();
        var account = BenchAccount.create(installation.control());
        var clients = clients(account, installation);
        var ledger = new CallLedger();
        long began = System.nanoTime();
        var _ = Callers.inParallel(CONNECTIONS + 1, CONNECTIONS + 1, i -> {
            if (i == CONNECTIONS) {
                disturb(installation);
            } else {
                new MixedWorkload("mix-" + i, clients, ledger, SEED + i).run(CALLS / CONNECTIONS);
            }
            return i;
        });
        report.figures()
                .put("connections", CONNECTIONS)
                .put("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
        ledger.compare(account, report.figures());
        long spend = account.spendMicros();
        long recorded = account.preparedMicros() + CallLedger.sum(account.appUsageEvents());
        report.figures().put("spend_micros", spend);
        require(spend == recorded, "the account's spend is the sum of its usage events: " + spend + " and " + recorded);
        report.figures().put("reconcile", installation.reconcile());
        System.out.println(report);
    }

    private static MixedWorkload.Clients clients(BenchAccount account, Installation installation) {
        int gateway = installation.gateway().port();
        var mcp = account.credential(BenchAccount.Kind.MCP_CLIENT, "tasks:read", "tasks:write");
        return new MixedWorkload.Clients(
                account.client(gateway, "tasks:read", "tasks:write"),
                account.client(gateway, "usage:read"),
                new AppClient(gateway, mcp.secret()));
    }
}
