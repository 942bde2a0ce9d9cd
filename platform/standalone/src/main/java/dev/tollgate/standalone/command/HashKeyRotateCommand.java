package dev.tollgate.standalone.command;

import dev.tollgate.contract.caller.TypeId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Gives workspaces a new key for values; queries still find what was hashed with the keys before it. */
@Command(
        name = "rotate",
        description =
                "new keys for hashed values of tracked events that are stored from now on; old ones stay for queries")
public final class HashKeyRotateCommand extends ConfiguredCommand {
    @Option(names = "--workspace", paramLabel = "ID", description = "only this workspace, wrk_…")
    private @Nullable String workspace;

    @Override
    public Integer call() throws Exception {
        var loaded = settings();
        var only = only();
        int rotated = OneShot.run(vertx ->
                HashKeyDatabase.use(vertx, loaded, keys -> only == null ? keys.rotateAll() : keys.rotate(only)));
        var out = out();
        out.println(rotated + (rotated == 1 ? " workspace has a new key" : " workspaces have a new key"));
        out.flush();
        return 0;
    }

    private @Nullable UUID only() {
        return workspace == null
                ? null
                : TypeId.parse("wrk", workspace).orElseThrow(() -> wrong(workspace + " is not the ID of a workspace"));
    }
}
