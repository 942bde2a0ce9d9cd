package dev.tollgate.money.redis;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one call, by the slots of their tenants: one function call may carry keys of one slot only. Calls of
 * different slots succeed and fail by themselves.
 */
final class SlotParts<T, R> {

    /** The most function calls at once: a connection has room for some thousands. */
    private static final int AT_ONCE_MAX = 64;

    /** Entries of one slot, and where they were in the whole. */
    private record Part<T>(List<Integer> places, List<T> entries) {}

    private final List<Part<T>> parts;
    private final Map<Integer, R> answers = new TreeMap<>();
    private int failed;
    private @Nullable Throwable firstFailure;

    SlotParts(List<T> entries, Function<T, TenantId> tenant) {
        Map<Integer, Part<T>> bySlot = new LinkedHashMap<>();
        for (int place = 0; place < entries.size(); place++) {
            T entry = entries.get(place);
            Part<T> part = bySlot.computeIfAbsent(
                    HashSlot.of(tenant.apply(entry)), _ -> new Part<>(new ArrayList<>(), new ArrayList<>()));
            part.places().add(place);
            part.entries().add(entry);
        }
        this.parts = List.copyOf(bySlot.values());
    }

    /**
     * Makes the calls.
     *
     * @param away the answer for each entry of a call that failed; null to fail then. Where all failed, this fails
     */
    Future<List<R>> run(Function<List<T>, Future<List<R>>> call, @Nullable R away) {
        return from(0, call, away).compose(_ -> {
            Throwable cause = firstFailure;
            return cause != null && (away == null || failed == parts.size())
                    ? Future.failedFuture(cause)
                    : Future.succeededFuture(List.copyOf(answers.values()));
        });
    }

    private Future<Void> from(int first, Function<List<T>, Future<List<R>>> call, @Nullable R away) {
        if (first >= parts.size()) {
            return Future.succeededFuture();
        }
        int end = Math.min(parts.size(), first + AT_ONCE_MAX);
        List<Future<List<R>>> window = parts.subList(first, end).stream()
                .map(part -> call.apply(part.entries())
                        .onSuccess(some -> answered(part, some))
                        .onFailure(cause -> notAnswered(part, cause, away)))
                .toList();
        return Future.join(window).transform(_ -> from(end, call, away));
    }

    private void answered(Part<T> part, List<R> some) {
        for (int i = 0; i < some.size(); i++) {
            answers.put(part.places().get(i), some.get(i));
        }
    }

    private void notAnswered(Part<T> part, Throwable cause, @Nullable R away) {
        failed++;
        firstFailure = firstFailure == null ? cause : firstFailure;
        if (away != null) {
            part.places().forEach(place -> answers.put(place, away));
        }
    }
}
