package dev.tollgate.modules.assets;

import dev.tollgate.modules.assets.storage.StorageJobs;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;
import java.util.stream.Stream;

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
        return Stream.concat(Stream.of(Assets.EXPIRY), StorageJobs.KINDS.stream())
                .toList();
    }

    @Override
    public void serve(ModuleContext context) {
        var bus = context.bus();
        var bytes = StorageJobs.serve(context);
        new NewAssets(context, bytes).serve(bus);
        new Assets(context, bytes).serve(bus);
        new Completions(context, bytes).serve(bus);
        new Downloads(context).serve(bus);
        context.files().serve(new Uploads(context, bytes));
    }
}
