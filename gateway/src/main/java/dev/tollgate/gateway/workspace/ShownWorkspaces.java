package dev.tollgate.gateway.workspace;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.Standing;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.runtime.memory.RecentlyUsed;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/**
 * What each credential is shown of its workspace, made once. For one event loop. What the gates know of a credential is
 * made anew with every change of it, so an answer is as new as the credential it was made from.
 */
final class ShownWorkspaces {

    static final int CREDENTIALS_MAX = 4_096;

    private record Shown(Credential credential, Future<Outcome<WorkspaceShown>> answer) {}

    private final Metering metering;
    private final Map<UUID, Shown> known = new RecentlyUsed<>(CREDENTIALS_MAX);

    ShownWorkspaces(Metering metering) {
        this.metering = metering;
    }

    @SuppressWarnings("ReferenceEquality") // a changed credential is another instance; equality would look at all of it
    Future<Outcome<WorkspaceShown>> to(Credential credential, Standing standing) {
        var shown = known.get(credential.id());
        if (shown == null || shown.credential != credential) {
            var limits = new WorkspaceShown.Limits(
                    metering.callsPerSecond(credential), metering.tenantCallsPerSecond(standing));
            shown = new Shown(
                    credential, Future.succeededFuture(Outcome.done(WorkspaceShown.of(credential, standing, limits))));
            known.put(credential.id(), shown);
        }
        return shown.answer;
    }
}
