package dev.tollgate.gateway.workspace;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import java.util.Map;
import java.util.UUID;

/**
 * Answers of get_workspace, made once per credential. For one event loop. A changed credential is a new instance, so an
 * answer is as current as its credential.
 */
final class ShownWorkspaces {

    static final int CREDENTIALS_MAX = 4_096;

    private record Shown(Credential credential, Future<Outcome<WorkspaceShown>> answer) {}

    private final Metering metering;
    private final Map<UUID, Shown> known = new LruMap<>(CREDENTIALS_MAX);

    ShownWorkspaces(Metering metering) {
        this.metering = metering;
    }

    @SuppressWarnings("ReferenceEquality") // a changed credential is another instance; equality would compare all of it
    Future<Outcome<WorkspaceShown>> to(Credential credential, WorkspaceSnapshot snapshot) {
        var shown = known.get(credential.id());
        if (shown == null || shown.credential != credential) {
            var limits = new WorkspaceShown.Limits(
                    metering.callsPerSecond(credential), metering.tenantCallsPerSecond(snapshot));
            shown = new Shown(
                    credential, Future.succeededFuture(Outcome.done(WorkspaceShown.of(credential, snapshot, limits))));
            known.put(credential.id(), shown);
        }
        return shown.answer;
    }
}
