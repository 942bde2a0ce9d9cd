package dev.tollgate.gateway.workspace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.gateway.workspace.WorkspaceShown.OwnBudget;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.json.JsonText;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers of get_workspace, made once per credential but for time and balance. For one event loop. A changed credential
 * is a new instance, so an answer is as current as its credential.
 */
final class ShownWorkspaces {

    static final int CREDENTIALS_MAX = 4_096;

    private static final byte[] NOW = JsonText.name("now");
    private static final byte[] BALANCE = JsonText.name("balance_micros");
    private static final byte[] BUDGET = JsonText.name("budget");
    private static final int CHANGING_LENGTH = 96;

    /** What stays the same. */
    private record Shown(Credential credential, WorkspaceShown answer) {}

    private final Metering metering;
    private final Map<UUID, Shown> known = new LruMap<>(CREDENTIALS_MAX);
    private final JsonText changing = new JsonText(CHANGING_LENGTH);

    ShownWorkspaces(Metering metering) {
        this.metering = metering;
    }

    Future<Outcome<WorkspaceShown>> to(RequestContext context) {
        var shown = shown(context);
        var now = context.arrival().time();
        var balance = context.balanceMicros();
        var budget = budget(context);
        return Future.succeededFuture(Outcome.done(shown.answer.at(now, balance, budget, json(now, balance, budget))));
    }

    private static @Nullable OwnBudget budget(RequestContext context) {
        var known = context.credential().budget();
        var left = context.budget();
        return known == null || left == null ? null : OwnBudget.of(known.limit(), left);
    }

    private byte[] json(Instant now, @Nullable Long balanceMicros, @Nullable OwnBudget budget) {
        changing.clear();
        changing.raw(NOW).instant(now);
        if (balanceMicros != null) {
            changing.raw(BALANCE).number(balanceMicros);
        }
        if (budget != null) {
            changing.raw(BUDGET).raw(Json.bytes(budget));
        }
        return changing.raw('}').toBytes();
    }

    @SuppressWarnings("ReferenceEquality") // a changed credential is another instance; equality would compare all of it
    private Shown shown(RequestContext context) {
        var credential = context.credential();
        var shown = known.get(credential.id());
        if (shown == null || shown.credential != credential) {
            WorkspaceSnapshot snapshot =
                    Objects.requireNonNull(context.workspace(), "an app credential has a workspace");
            var limits = new WorkspaceShown.Limits(
                    metering.callsPerSecond(credential), metering.tenantCallsPerSecond(snapshot));
            var answer = WorkspaceShown.of(
                    credential, snapshot, limits, context.arrival().time());
            shown = new Shown(credential, answer.written(lasting(answer)));
            known.put(credential.id(), shown);
        }
        return shown;
    }

    private static byte[] lasting(WorkspaceShown answer) {
        ObjectNode tree = Json.MAPPER.valueToTree(answer);
        var json = Json.bytes(tree.remove(List.of("now", "balance_micros", "budget")));
        return Arrays.copyOf(json, json.length - 1);
    }
}
