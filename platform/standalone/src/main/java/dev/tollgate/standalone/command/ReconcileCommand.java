package dev.tollgate.standalone.command;

import dev.tollgate.billing.app.ReconcileOnce;
import dev.tollgate.billing.reconcile.Drift;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Compares usage, ledger, accounts and their copies; exit code 1 where anything drifts. */
@Command(name = "reconcile", description = "compares usage, ledger, accounts and their copies")
public final class ReconcileCommand implements Callable<Integer> {
    private static final int MINUTES_MAX = 10;

    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var loaded = settings.load();
        var vertx = Vertx.vertx();
        try {
            return told(Future.<List<Drift>>future(
                            promise -> vertx.runOnContext(_ -> ReconcileOnce.run(vertx, loaded, InstantSource.system())
                                    .onComplete(promise)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(MINUTES_MAX, TimeUnit.MINUTES));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(MINUTES_MAX, TimeUnit.MINUTES);
        }
    }

    private int told(List<Drift> drifts) {
        var out = spec.commandLine().getOut();
        drifts.forEach(out::println);
        out.println(drifts.isEmpty() ? "zero drift" : drifts.size() + " figures drift");
        out.flush();
        return drifts.isEmpty() ? 0 : 1;
    }
}
