package dev.tollgate.modules.activity;

import dev.tollgate.records.RecordModule;
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
}
