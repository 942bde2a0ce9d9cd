package dev.tollgate.standalone.command;

import dev.tollgate.modules.analytics.hash.HashKeyRotation;
import picocli.CommandLine.Command;

/** Seals hash keys with the current key of the settings, so that a former one can be removed from them. */
@Command(name = "reseal", description = "encrypts hash keys with the current tollgate.secrets.key")
public final class HashKeyResealCommand extends ConfiguredCommand {
    @Override
    public Integer call() throws Exception {
        var loaded = settings();
        int sealed = OneShot.run(vertx -> HashKeyDatabase.use(vertx, loaded, HashKeyRotation::reseal));
        var out = out();
        out.println(sealed + (sealed == 1 ? " key was encrypted again" : " keys were encrypted again"));
        out.flush();
        return 0;
    }
}
