package dev.tollgate.money.rating;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes micro by micro from whatever comes first. */
final class NaiveDraw {
    final Map<UUID, Long> left = new HashMap<>();
    long included;
    long prepaid;
    long other;

    NaiveDraw(Account account, List<Grant> grants, long micros, long bucket) {
        boolean old = Period.ofBucket(bucket).compareTo(account.month().period()) <= 0;
        long free = (old ? account.month() : account.next()).includedLeft();
        grants.forEach(grant -> left.put(grant.id(), grant.left()));
        for (long i = 0; i < micros; i++) {
            UUID first = first(grants, bucket);
            if (free > 0) {
                free--;
                included++;
            } else if (first != null) {
                left.merge(first, -1L, Long::sum);
                prepaid++;
            } else {
                other++;
            }
        }
    }

    private UUID first(List<Grant> grants, long bucket) {
        Grant best = null;
        for (Grant grant : grants) {
            boolean usable = left.get(grant.id()) > 0
                    && (grant.expiresAt() == null
                            || bucket * 10 < grant.expiresAt().getEpochSecond());
            if (usable && (best == null || earlier(grant, best))) {
                best = grant;
            }
        }
        return best == null ? null : best.id();
    }

    private static boolean earlier(Grant one, Grant other) {
        long end = one.expiresAt() == null ? Long.MAX_VALUE : one.expiresAt().toEpochMilli();
        long otherEnd =
                other.expiresAt() == null ? Long.MAX_VALUE : other.expiresAt().toEpochMilli();
        if (end != otherEnd) {
            return end < otherEnd;
        }
        int age = one.createdAt().compareTo(other.createdAt());
        return age != 0 ? age < 0 : one.id().compareTo(other.id()) < 0;
    }
}
