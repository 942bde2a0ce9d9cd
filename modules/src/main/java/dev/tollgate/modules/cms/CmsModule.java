package dev.tollgate.modules.cms;

import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;

/** CMS: sites, collections, entries, campaigns and posts. */
public final class CmsModule implements RecordModule {

    @Override
    public String key() {
        return "cms";
    }

    @Override
    public String title() {
        return "CMS";
    }

    @Override
    public List<ResourceOperations<?, ?>> resources() {
        return List.of(
                SiteOperations.SITES,
                CollectionOperations.COLLECTIONS,
                EntryOperations.ENTRIES,
                CampaignOperations.CAMPAIGNS,
                PostOperations.POSTS);
    }

    @Override
    public List<JobKind> jobs() {
        return List.of(EntryChanges.PUBLICATION, Posts.DUE);
    }

    @Override
    public void serve(ModuleContext context) {
        var bus = context.bus();
        var changes = new EntryChanges(context);
        new Collections(context).serve(bus);
        new Entries(context, changes).serve(bus);
        new Publishing(context, changes).serve(bus);
        new Revisions(context, changes).serve(bus);
        new PublishedEntries(context).serve(bus);
        var posts = new Posts(context);
        posts.serve(bus);
        context.jobs().handle(EntryChanges.PUBLICATION, new PublicationJob(changes)::run);
        context.jobs().handle(Posts.DUE, posts::announce);
    }
}
