package dev.tollgate.modules.activity;

import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.consume.EventConsumer;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;

/** Activity Log: what happened around the records of a workspace, in the words of who did it. */
public final class ActivityModule implements RecordModule {

    @Override
    public String key() {
        return "activity";
    }

    @Override
    public String title() {
        return "Activity Log";
    }

    @Override
    public List<ResourceOperations<?, ?>> resources() {
        return List.of(ActivityOperations.ACTIVITIES);
    }

    @Override
    public List<EventConsumer> consumers() {
        return List.of(ActivityFeed.CONSUMER);
    }

    @Override
    public List<JobKind> jobs() {
        return List.of(EntryRemoval.REMOVE);
    }

    @Override
    public void serve(ModuleContext context) {
        new Timeline(context).serve(context.bus());
        var removal = new EntryRemoval(context);
        context.consumers().take(ActivityFeed.CONSUMER, new ActivityFeed(context, removal)::take);
        context.jobs().handle(EntryRemoval.REMOVE, removal::run);
    }
}
