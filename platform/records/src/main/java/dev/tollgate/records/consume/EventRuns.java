package dev.tollgate.records.consume;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.records.job.ActiveWorkspaces;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.job.SystemCaller;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Gives the events of one batch to one consumer, workspace by workspace. */
final class EventRuns {

    /** The longest that one run may take. */
    static final Duration RUN_MAX = Duration.ofSeconds(20);

    /** Nothing is held for events, and nothing is charged. */
    private static final Charge FREE = new Charge("event", 0, 0, "", null);

    /** The events of one workspace. */
    record Group(TenantId tenant, WorkspaceId workspace, List<ConsumedEvent> events) {

        /** Some of them. */
        Group of(List<ConsumedEvent> some) {
            return new Group(tenant, workspace, some);
        }
    }

    private final EventConsumers.Bound bound;
    private final EventConsumers consumers;
    private final ActiveWorkspaces active;
    private final IdSource ids;
    private final InstantSource clock;

    EventRuns(EventConsumers.Bound bound, EventConsumers consumers, ActiveWorkspaces active) {
        this.bound = bound;
        this.consumers = consumers;
        this.active = active;
        this.ids = consumers.ids();
        this.clock = consumers.clock();
    }

    /** By workspace, in their order; without those of a tenant or the installation. */
    List<Group> groups(List<DomainEvent> events) {
        Map<WorkspaceId, List<DomainEvent>> byWorkspace = new LinkedHashMap<>();
        for (var event : events) {
            if (event.workspace() != null) {
                byWorkspace
                        .computeIfAbsent(event.workspace(), _ -> new ArrayList<>())
                        .add(event);
            }
        }
        return byWorkspace.entrySet().stream()
                .map(one -> new Group(
                        one.getValue().getFirst().tenant(),
                        one.getKey(),
                        one.getValue().stream()
                                .map(event -> ConsumedEvent.of(event, consumers.types()))
                                .toList()))
                .toList();
    }

    /** Which of these workspaces are active, with the consumer's module on. */
    Future<Map<UUID, Active>> open(List<Group> groups) {
        var workspaces = groups.stream().map(group -> group.workspace().value()).collect(Collectors.toSet());
        return workspaces.isEmpty()
                ? Future.succeededFuture(Map.of())
                : active.of(workspaces)
                        .map(found -> found.entrySet().stream()
                                .filter(one -> one.getValue()
                                        .modules()
                                        .contains(bound.consumer().module()))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The consumer's effect of the events of one workspace, which may take so long. */
    Future<?> run(Group group, Active in, Duration timeMax) {
        var run = new EventRun(
                group.events(),
                in.settings(bound.consumer().module()),
                consumers.work(),
                self -> call(group, in, timeMax, self));
        try {
            return bound.effect().take(run);
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    private Call<EventRun> call(Group group, Active in, Duration timeMax, EventRun run) {
        var consumer = bound.consumer();
        var operation = Declaration.write(consumer.name(), consumer.resource())
                .audited(consumer.verb())
                .takes(EventRun.class)
                .gives(EventConsumer.class);
        return new SystemCaller(group.tenant(), group.workspace(), in, FREE)
                .call(operation, run, new RequestId(ids.next()), clock.instant(), timeMax);
    }
}
