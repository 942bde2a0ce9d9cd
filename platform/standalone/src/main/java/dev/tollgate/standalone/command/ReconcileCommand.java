package dev.tollgate.standalone.command;

import dev.tollgate.billing.app.ReconcileOnce;
import dev.tollgate.billing.reconcile.Drift;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares usage, ledger, accounts and their copies; exit code 1 where anything drifts. */
@Command(name = "reconcile", description = "compares usage, ledger, accounts, budgets and their copies")
public final class ReconcileCommand implements Callable<Integer> {
    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var loaded = settings.load();
        return printed(OneShot.run(vertx -> ReconcileOnce.run(vertx, loaded, InstantSource.system())));
    }

    private int printed(List<Drift> drifts) {
        var out = spec.commandLine().getOut();
        drifts.forEach(out::println);
        out.println(drifts.isEmpty() ? "zero drift" : drifts.size() + " figures drift");
        out.flush();
        return drifts.isEmpty() ? 0 : 1;
    }
}
