package dev.tollgate.gateway.console.live;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.console.page.LiveTopic;
import io.vertx.core.Future;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where marks of topics come from: texts that differ once something has changed. For the calling event loop. */
@FunctionalInterface
public interface LiveSource {

    /**
     * The marks of a target, now; a topic without a mark has not changed.
     *
     * @param workspace null for the tenant itself
     */
    Future<Map<LiveTopic, String>> marks(TenantId tenant, @Nullable WorkspaceId workspace);
}
