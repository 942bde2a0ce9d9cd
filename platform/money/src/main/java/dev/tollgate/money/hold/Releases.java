package dev.tollgate.money.hold;

import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Releases on their way to Redis: one call at a time, never sent twice. */
final class Releases {

    /** The most that wait; more stay held until their buckets close. */
    private static final int WAITING_MAX = 8_192;

    private final HoldFunctions functions;
    private final ArrayDeque<Release> waiting = new ArrayDeque<>();
    private Future<Void> sending = Future.succeededFuture();

    Releases(RedisFunctions functions) {
        this.functions = new HoldFunctions(functions);
    }

    void add(Release release) {
        if (waiting.size() < WAITING_MAX) {
            waiting.add(release);
            send();
        }
    }

    /** Completes when Redis has answered all of them. */
    Future<Void> answered() {
        return FutureLoop.whileTrue(() -> sending.map(_ -> !sending.isComplete()));
    }

    private void send() {
        if (!sending.isComplete() || waiting.isEmpty()) {
            return;
        }
        List<Release> next = new ArrayList<>();
        while (next.size() < RedisFunctions.ENTRIES_MAX && !waiting.isEmpty()) {
            next.add(waiting.remove());
        }
        sending = Future.succeededFuture()
                .compose(_ -> sent(next))
                .<Void>mapEmpty()
                .otherwiseEmpty();
        sending.onComplete(_ -> send());
    }

    private Future<?> sent(List<Release> releases) {
        List<Release> budgeted =
                releases.stream().filter(one -> one.hold().budget() != null).toList();
        Future<?> ofBudgets = budgeted.isEmpty() ? Future.succeededFuture() : functions.releaseBudgets(budgeted);
        return Future.join(functions.release(releases), ofBudgets);
    }
}
