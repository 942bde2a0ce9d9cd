package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A client counts for itself over 20,000 mixed calls on 16 connections; afterwards its count, the usage events, the
 * account, the ledger and Redis agree to the micro. With {@code killed}, the whole process is killed half way.
 */
public final class ReconciledMix implements Scenario {

    private static final int CONNECTIONS = 16;
    private static final int CALLS = 20_800;
    private static final long TOP_UP_MICROS = 1_000_000_000;
    private static final long PREPARED_MICROS = 10_000 + 3 * 1_000; // a workspace and three credentials
    private static final long SEED = 20_261_125;
    private static final long KILL_AFTER_MS = 10_000;

    private final boolean killed;

    public ReconciledMix(boolean killed) {
        this.killed = killed;
    }

    @Override
    public String name() {
        return killed ? "reconciled-mix-killed" : "reconciled-mix";
    }

    @Override
    public int moreGateways() {
        return 0;
    }

    @Override
    public void run(Installation installation, Report report) throws Exception {
        var account = Account.prepare(installation.control(), "bench");
        account.topUp(TOP_UP_MICROS);
        var tally = new Tally();
        long begun = System.nanoTime();
        load(installation, clients(account, installation), tally);
        report.figures().put("connections", CONNECTIONS).put("seconds", (System.nanoTime() - begun) / 1_000_000_000);
        tally.compare(account, report.figures());
        spendIsWhatWasRecorded(account, report);
        reconciled(installation, report);
    }

    private static MixedCaller.Clients clients(Account account, Installation installation) {
        var http = AppClient.connections();
        var gateway = installation.gateways().getFirst();
        var tasks = List.of("tasks:read", "tasks:write");
        var rest = account.credential(Account.Kind.API_KEY, tasks);
        var narrow = account.credential(Account.Kind.API_KEY, List.of("usage:read"));
        var mcp = account.credential(Account.Kind.MCP_CLIENT, tasks);
        return new MixedCaller.Clients(
                new AppClient(http, gateway, rest.secret()),
                new AppClient(http, gateway, narrow.secret()),
                new AppClient(http, gateway, mcp.secret()));
    }

    private void load(Installation installation, MixedCaller.Clients clients, Tally tally) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = new ArrayList<Callable<Void>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                var caller = new MixedCaller("mix-" + i, clients, tally, SEED + i);
                callers.add(() -> {
                    caller.run(CALLS / CONNECTIONS);
                    return null;
                });
            }
            var running = callers.stream().map(threads::submit).toList();
            if (killed) {
                TimeUnit.MILLISECONDS.sleep(KILL_AFTER_MS);
                installation.kill();
                installation.restart();
            }
            for (var caller : running) {
                caller.get();
            }
        }
    }

    private static void spendIsWhatWasRecorded(Account account, Report report) {
        long spend = account.billing().path("spend_micros").asLong();
        long recorded = PREPARED_MICROS + Tally.sum(account.appUsageEvents());
        report.figures().put("spend_micros", spend);
        require(spend == recorded, "the account's spend is the sum of its usage events: " + spend + " and " + recorded);
    }

    private static void reconciled(Installation installation, Report report) throws Exception {
        var reconciled = installation.reconcile();
        report.figures().put("reconcile", reconciled.printed());
        require(reconciled.exitCode() == 0, "reconcile finds zero drift:\n" + reconciled.printed());
    }
}
