package dev.tollgate.standalone.command;

import dev.tollgate.modules.analytics.hash.HashKeyRotation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Seals hash keys with the present key of the settings, so that a former one can be removed from them. */
@Command(name = "reseal", description = "encrypts hash keys with the present tollgate.secrets.key")
public final class HashKeyResealCommand implements Callable<Integer> {
    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var loaded = settings.load();
        int sealed = OneShot.run(vertx -> HashKeyDatabase.use(vertx, loaded, HashKeyRotation::reseal));
        var out = spec.commandLine().getOut();
        out.println(sealed + (sealed == 1 ? " key was encrypted again" : " keys were encrypted again"));
        out.flush();
        return 0;
    }
}
