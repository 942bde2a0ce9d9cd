package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Callers who want one success each, spread over gateways by chance. A caller repeats its write under its key at the
 * next gateway until the answer is a success or says that the balance does not suffice.
 */
final class EagerCallers {

    private static final int AT_ONCE = 1_500;
    private static final int TRIES_MAX = 300;
    private static final int INSUFFICIENT = 402;
    private static final long PAUSE_MS = 100;

    private final List<AppClient> clients;
    private final List<Integer> order;
    private final AtomicInteger successes = new AtomicInteger();
    private final Queue<Integer> refused = new ConcurrentLinkedQueue<>();
    private CompletableFuture<Void> all = CompletableFuture.completedFuture(null);

    EagerCallers(List<AppClient> clients, int callers, Random random) {
        this.clients = clients;
        this.order = new ArrayList<>(IntStream.range(0, callers).boxed().toList());
        Collections.shuffle(order, random);
    }

    /** Starts all of them. */
    void start() {
        all = CompletableFuture.runAsync(() -> inParallel(order), Thread::startVirtualThread);
    }

    /** Returns when so many have succeeded, or all have ended. */
    void awaitSuccesses(int count) throws InterruptedException {
        while (successes.get() < count && !all.isDone()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Returns when each has a final answer; throws the first failure. */
    void awaitEnd() {
        try {
            var _ = all.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    int successes() {
        return successes.get();
    }

    /** So many of those who were refused try again. */
    void repeatRefused(int count) {
        var again = new ArrayList<Integer>();
        while (again.size() < count && !refused.isEmpty()) {
            again.add(refused.remove());
        }
        inParallel(again);
    }

    private void inParallel(List<Integer> callers) {
        try {
            var _ = Callers.inParallel(AT_ONCE, callers.size(), i -> call(callers.get(i)));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean call(int caller) throws InterruptedException {
        var reply = answered("caller-" + caller, caller);
        require(
                reply.succeeded() || reply.status() == INSUFFICIENT,
                "a caller gets a success or a 402, but: " + reply.status() + " " + reply.text());
        if (reply.succeeded()) {
            successes.incrementAndGet();
        } else {
            refused.add(caller);
        }
        return reply.succeeded();
    }

    private CallResponse answered(String key, int caller) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            var client = clients.get((caller + attempt) % clients.size());
            try {
                var body = JsonTrees.object().put("title", key);
                var reply = CallResponse.of(
                        client.rest("POST", "/v1/tasks", key, key, body).join());
                if (!reply.repeatable() || attempt == TRIES_MAX) {
                    return reply;
                }
            } catch (CompletionException broken) {
                if (attempt == TRIES_MAX) {
                    throw broken;
                }
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }
}
