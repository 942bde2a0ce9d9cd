package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/** Copies that this process is rebuilding: one at a time per account. Shared by all loops of a process. */
public final class CopyRebuilds {

    /** After this long without a copy another number is taken. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private static final int ACCOUNTS_MAX = 65_536;

    private final ConcurrentHashMap<TenantId, Long> startedNanos = new ConcurrentHashMap<>();

    /** Whether the caller may take a number for this account now. */
    boolean take(TenantId tenant, long nowNanos) {
        if (startedNanos.size() >= ACCOUNTS_MAX) {
            startedNanos.clear();
        }
        boolean[] taken = {false};
        startedNanos.compute(tenant, (_, before) -> {
            taken[0] = before == null || nowNanos - before >= AGAIN_AFTER.toNanos();
            return taken[0] ? Long.valueOf(nowNanos) : before;
        });
        return taken[0];
    }
}
