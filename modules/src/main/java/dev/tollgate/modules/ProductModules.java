package dev.tollgate.modules;

import dev.tollgate.modules.activity.ActivityModule;
import dev.tollgate.modules.analytics.AnalyticsModule;
import dev.tollgate.modules.analytics.StoredGovernance;
import dev.tollgate.modules.assets.AssetsModule;
import dev.tollgate.modules.bi.BiModule;
import dev.tollgate.modules.bi.event.EventRowMaintenance;
import dev.tollgate.modules.cms.CmsModule;
import dev.tollgate.modules.crm.CrmModule;
import dev.tollgate.modules.support.SupportModule;
import dev.tollgate.modules.tasks.TasksModule;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.ServedModule;
import dev.tollgate.runtime.migration.MigrationSet;
import dev.tollgate.runtime.migration.MigrationSource;
import java.util.List;

/** The product's modules. */
public final class ProductModules implements ModuleProvider, MigrationSource {

    private static final List<RecordModule> ALL = List.of(
            new ActivityModule(),
            new TasksModule(),
            new CrmModule(),
            new SupportModule(),
            new CmsModule(),
            new AssetsModule(),
            new AnalyticsModule(EventRowMaintenance::new),
            new BiModule(StoredGovernance::new));

    @Override
    public List<ServedModule> modules() {
        return List.copyOf(ALL);
    }

    @Override
    public List<? extends MigrationSet> sets() {
        return ALL;
    }
}
