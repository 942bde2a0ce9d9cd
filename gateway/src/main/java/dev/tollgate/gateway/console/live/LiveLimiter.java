package dev.tollgate.gateway.console.live;

import dev.tollgate.contract.outcome.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
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

    private final Map<String, Integer> bySession = new HashMap<>();
    private final Map<String, Integer> byPerson = new HashMap<>();
    private final Map<String, Integer> byTenant = new HashMap<>();
    private final int processMax;
    private int taken;

    public LiveLimiter() {
        this(PROCESS_MAX);
    }

    LiveLimiter(int processMax) {
        this.processMax = processMax;
    }

    /** Takes a stream, which {@link #give} releases; the refusal if none is left. */
    synchronized @Nullable Refusal take(Holder holder) {
        if (taken >= processMax
                || bySession.getOrDefault(holder.session(), 0) >= SESSION_MAX
                || byPerson.getOrDefault(holder.person(), 0) >= PERSON_MAX
                || byTenant.getOrDefault(holder.tenant(), 0) >= TENANT_MAX) {
            return FULL;
        }
        bySession.merge(holder.session(), 1, Integer::sum);
        byPerson.merge(holder.person(), 1, Integer::sum);
        byTenant.merge(holder.tenant(), 1, Integer::sum);
        taken++;
        return null;
    }

    /** Releases a stream that was taken. */
    synchronized void give(Holder holder) {
        less(bySession, holder.session());
        less(byPerson, holder.person());
        less(byTenant, holder.tenant());
        taken--;
    }

    /** Streams that are open. */
    public synchronized int taken() {
        return taken;
    }

    private static void less(Map<String, Integer> counts, String name) {
        counts.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1);
    }
}
