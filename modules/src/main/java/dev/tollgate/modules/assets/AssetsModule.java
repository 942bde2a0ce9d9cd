package dev.tollgate.modules.assets;

import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;

/** Files and Media. */
public final class AssetsModule implements RecordModule {

    @Override
    public String key() {
        return "assets";
    }

    @Override
    public String title() {
        return "Files and Media";
    }

    @Override
    public List<ResourceOperations<?, ?>> resources() {
        return List.of(AssetOperations.ASSETS);
    }

    @Override
    public List<JobKind> jobs() {
        return List.of(Assets.EXPIRY, BlobRemovals.REMOVAL);
    }

    @Override
    public void serve(ModuleContext context) {
        var bus = context.bus();
        var removals = new BlobRemovals(context);
        removals.serve();
        new NewAssets(context).serve(bus);
        new Assets(context, removals).serve(bus);
        new Completions(context).serve(bus);
        new Downloads(context).serve(bus);
        context.files().serve(new Uploads(context, removals));
    }
}
