package dev.tollgate.modules;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.modules.activity.ActivityModule;
import dev.tollgate.modules.crm.CrmModule;
import dev.tollgate.modules.tasks.TasksModule;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.ServedModule;
import dev.tollgate.runtime.postgres.MigrationSet;
import dev.tollgate.runtime.postgres.MigrationSource;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** The product's modules: those that are built, and those that can be switched on and have no operations yet. */
public final class ProductModules implements ModuleProvider, MigrationSource {

    private static final List<RecordModule> BUILT = List.of(new ActivityModule(), new TasksModule(), new CrmModule());

    private static final List<Planned> PLANNED = List.of(
            new Planned("support", "Support"),
            new Planned("cms", "CMS"),
            new Planned("assets", "Files and Media"),
            new Planned("analytics", "Analytics Governance"),
            new Planned("bi", "Data & Insights"));

    private record Planned(String key, String title) implements ServedModule {

        @Override
        public List<Operation<?, ?>> operations() {
            return List.of();
        }

        @Override
        public Deployable verticle(PlatformContext context) {
            return _ -> Future.succeededFuture();
        }
    }

    @Override
    public List<ServedModule> modules() {
        return Stream.<ServedModule>concat(BUILT.stream(), PLANNED.stream()).toList();
    }

    @Override
    public List<? extends MigrationSet> sets() {
        return BUILT;
    }
}
