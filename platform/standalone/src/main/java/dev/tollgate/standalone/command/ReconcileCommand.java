package dev.tollgate.standalone.command;

import dev.tollgate.billing.app.ReconcileOnce;
import dev.tollgate.billing.reconcile.Drift;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;

/** Compares usage, ledger, accounts and their copies; exit code 1 where anything drifts. */
@Command(
        name = "reconcile",
        description = "compares usage, ledger, accounts, budgets and their copies in Redis",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:zero drift", "1:figures differ, or could not be compared", "2:wrong settings or usage"})
public final class ReconcileCommand extends ConfiguredCommand {
    @Override
    public Integer call() throws Exception {
        var loaded = settings();
        return printed(OneShot.run(vertx -> ReconcileOnce.run(vertx, loaded, InstantSource.system())));
    }

    private int printed(List<Drift> drifts) {
        var out = out();
        drifts.forEach(out::println);
        out.println(drifts.isEmpty() ? "zero drift" : drifts.size() + " figures drift");
        out.flush();
        return drifts.isEmpty() ? 0 : 1;
    }
}
