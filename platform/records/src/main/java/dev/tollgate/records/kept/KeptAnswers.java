package dev.tollgate.records.kept;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepared pages that the event loops of one process share, at most {@link #BYTES_MAX}, least recently used first out.
 * A write ends those of its subject by NOTIFY, for all processes, once it commits. While notifications may be lost,
 * every page is read; what was kept before is not used again.
 *
 * <p>A page has the count of changes of its subject from before it was read, and is used while the count is the same:
 * so a page that was read before a change, and arrives behind it, is not used. Subjects share counts by a hash, which
 * is another one in each process: nobody can choose a subject that ends the pages of another workspace. Calls that miss
 * the same page side by side share its read on their event loop.
 */
public final class KeptAnswers {

    public static final int BYTES_MAX = 64 << 20;

    /** The most that the pages of one workspace take; a page too many ends all pages of its workspace. */
    public static final int WORKSPACE_BYTES_MAX = BYTES_MAX / 4;

    /** The PostgreSQL channel; a payload is workspace and subject. */
    static final String CHANNEL = "kept_answers";

    private static final String TELL = "SELECT pg_notify('" + CHANNEL + "', $1)";
    private static final int COUNTS_BITS = 12;
    private static final int COUNTS = 1 << COUNTS_BITS;
    private static final long FACTOR = new SecureRandom().nextLong() | 1;

    /** What else a kept page takes: its key, and its place in the map. */
    private static final int OVERHEAD_BYTES = 512;

    /**
     * A page.
     *
     * @param subject what the page is about, as writes name it
     * @param query everything else that the page depends on, as a value with a short text
     */
    public record Key(WorkspaceId workspace, String subject, Object query) {
        private int count() {
            return KeptAnswers.count(payload(workspace, subject));
        }
    }

    private record Kept(Page<?> page, long changes) {}

    /** A read that has not ended, of a page as it is after so many changes. */
    private record Reading(Key key, long changes, Thread loop) {}

    private final Map<WorkspaceId, Long> bytes = new ConcurrentHashMap<>();
    private final Map<Reading, Future<?>> readings = new ConcurrentHashMap<>();
    private final Cache<Key, Kept> pages = Caffeine.newBuilder()
            .maximumWeight(BYTES_MAX)
            .weigher(KeptAnswers::bytes)
            .removalListener(this::removed)
            .executor(Runnable::run)
            .build();
    private final AtomicLongArray changes = new AtomicLongArray(COUNTS);
    private final BooleanSupplier listens;

    private KeptAnswers(BooleanSupplier listens) {
        this.listens = listens;
    }

    /** Begins to listen. */
    public KeptAnswers(Notifications notifications) {
        this(notifications::listening);
        notifications.on(CHANNEL, payload -> {
            var _ = changes.incrementAndGet(count(payload));
        });
        notifications.watch(listening -> {
            if (!listening) {
                for (int i = 0; i < COUNTS; i++) {
                    var _ = changes.incrementAndGet(i);
                }
            }
        });
    }

    /** Keeps nothing: for benches without notifications. */
    public static KeptAnswers none() {
        return new KeptAnswers(() -> false);
    }

    /** The page that is kept, or one that is read now; a page without prepared JSON is not kept. */
    @SuppressWarnings("unchecked") // a key stands for one list, whose pages are of one type
    public <O> Future<Outcome<Page<O>>> page(Key key, Supplier<Future<Outcome<Page<O>>>> read) {
        long before = changes.get(key.count());
        boolean listening = listens.getAsBoolean();
        var kept = listening ? pages.getIfPresent(key) : null;
        if (kept != null && kept.changes() == before) {
            return Future.succeededFuture(Outcome.done((Page<O>) kept.page()));
        }
        var reading = new Reading(key, before, Thread.currentThread());
        var shared = (Future<Outcome<Page<O>>>) readings.get(reading);
        if (shared != null) {
            return shared;
        }
        var own = read.get().onSuccess(outcome -> {
            if (listening
                    && outcome instanceof Outcome.Done<Page<O>>(Page<O> page)
                    && page.prepared() != null
                    && changes.get(key.count()) == before) {
                keep(key, new Kept(page, before));
            }
        });
        readings.put(reading, own);
        return own.onComplete(_ -> readings.remove(reading, own));
    }

    private void keep(Key key, Kept kept) {
        long more = bytes(key, kept);
        if (bytes.getOrDefault(key.workspace(), 0L) + more > WORKSPACE_BYTES_MAX) {
            var _ = pages.asMap().keySet().removeIf(other -> other.workspace().equals(key.workspace()));
        }
        var _ = bytes.merge(key.workspace(), more, Long::sum);
        pages.put(key, kept);
    }

    private void removed(@Nullable Key key, @Nullable Kept kept, RemovalCause cause) {
        if (key != null && kept != null) {
            long less = bytes(key, kept);
            var _ = bytes.computeIfPresent(key.workspace(), (_, all) -> all == less ? null : Long.valueOf(all - less));
        }
    }

    /** Ends all pages of a subject once the transaction commits. Such a commit takes a server-wide lock. */
    public static void changed(Transaction transaction, WorkspaceId workspace, String subject) {
        transaction.atCommit(TELL, Tuple.of(payload(workspace, subject)));
    }

    private static String payload(WorkspaceId workspace, String subject) {
        return workspace.value() + " " + subject;
    }

    private static int count(String payload) {
        long hash = FACTOR;
        for (int at = 0; at < payload.length(); at++) {
            hash = (hash ^ payload.charAt(at)) * FACTOR;
            hash ^= hash >>> Integer.SIZE;
        }
        return (int) ((hash * FACTOR) >>> (Long.SIZE - COUNTS_BITS));
    }

    private static int bytes(Key key, Kept kept) {
        var prepared = kept.page().prepared();
        return OVERHEAD_BYTES + 2 * key.query().toString().length() + (prepared == null ? 0 : prepared.json().length);
    }
}
