package dev.tollgate.gateway.console.live;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.KeyCounts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits the open streams of sessions, people, tenants and the process. Safe from any thread. */
public final class LiveLimiter {

    /** Streams of one session: pages that are seen at once. */
    public static final int SESSION_MAX = 4;

    /** Streams of one person, over all sessions. */
    public static final int PERSON_MAX = 8;

    /** Streams of pages about one tenant, of all its people. */
    public static final int TENANT_MAX = 200;

    /** Streams of all. */
    public static final int PROCESS_MAX = 1_000;

    private static final Refusal FULL =
            new Refusal.RateLimited("Too many pages of the console are live at once.", Duration.ofSeconds(30));

    /**
     * Whose a stream is.
     *
     * @param session hash of its secret
     * @param person qualified id
     * @param tenant that its page is about
     */
    record Holder(String session, String person, String tenant) {}

    private final KeyCounts<String> bySession = new KeyCounts<>();
    private final KeyCounts<String> byPerson = new KeyCounts<>();
    private final KeyCounts<String> byTenant = new KeyCounts<>();
    private final int processMax;

    public LiveLimiter() {
        this(PROCESS_MAX);
    }

    LiveLimiter(int processMax) {
        this.processMax = processMax;
    }

    /** Takes a stream, which {@link #give} releases; the refusal if none is left. */
    synchronized @Nullable Refusal take(Holder holder) {
        if (taken() >= processMax
                || bySession.of(holder.session()) >= SESSION_MAX
                || byPerson.of(holder.person()) >= PERSON_MAX
                || byTenant.of(holder.tenant()) >= TENANT_MAX) {
            return FULL;
        }
        count(holder, 1);
        return null;
    }

    /** Releases a stream that was taken. */
    synchronized void give(Holder holder) {
        count(holder, -1);
    }

    /** Streams that are open. */
    public synchronized int taken() {
        return bySession.all();
    }

    private void count(Holder holder, int more) {
        bySession.add(holder.session(), more);
        byPerson.add(holder.person(), more);
        byTenant.add(holder.tenant(), more);
    }
}
