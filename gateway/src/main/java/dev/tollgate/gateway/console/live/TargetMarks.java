package dev.tollgate.gateway.console.live;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.console.page.LiveTopic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the marks of targets in rounds, one target after the other. One that could not be read, or was slow, is left
 * out of the next {@link #ROUNDS_OUT} rounds, so that it takes no time of the others. Confined to its event loop.
 */
final class TargetMarks {

    /** A target whose marks take longer is left out for a while. */
    static final Duration SLOW = Duration.ofMillis(100);

    /** Rounds that a slow or failed target is left out of. */
    static final int ROUNDS_OUT = 5;

    /** A tenant, or a workspace of it. */
    record Target(TenantId tenant, @Nullable WorkspaceId workspace) {}

    private final LiveSource source;
    private final LongSupplier nanos;
    private final Map<Target, Integer> backIn = new HashMap<>();
    private int round;

    /** @param nanos a monotonic clock */
    TargetMarks(LiveSource source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    /** One round: gives the marks of each target that could be read. Never fails. */
    Future<Void> read(Collection<Target> targets, BiConsumer<Target, Map<LiveTopic, String>> seen) {
        round++;
        backIn.values().removeIf(back -> back <= round);
        Future<Void> done = Future.succeededFuture();
        for (var target : targets) {
            if (!backIn.containsKey(target)) {
                done = done.compose(_ -> read(target, seen));
            }
        }
        return done;
    }

    private Future<Void> read(Target target, BiConsumer<Target, Map<LiveTopic, String>> seen) {
        long began = nanos.getAsLong();
        return Future.succeededFuture()
                .compose(_ -> source.marks(target.tenant(), target.workspace()))
                .onSuccess(marks -> seen.accept(target, marks))
                .transform(read -> {
                    if (read.failed() || nanos.getAsLong() - began > SLOW.toNanos()) {
                        backIn.put(target, round + ROUNDS_OUT + 1);
                    }
                    return Future.<Void>succeededFuture();
                });
    }
}
