package dev.tollgate.money.rating;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An account while one pure change of it is worked out. Lives inside a single call of {@link Rating}. */
final class AccountMutation {

    private final Account before;
    private final Map<UUID, Grant> grants = new LinkedHashMap<>();
    private final Set<UUID> touched = new LinkedHashSet<>();
    private final Map<AccountEntry, Long> entries = new LinkedHashMap<>();
    private final Map<Long, OpenBucket> opened = new TreeMap<>();
    private Account account;
    private int late;
    private boolean publish;

    AccountMutation(Account account, List<Grant> grants) {
        this.before = account;
        this.account = account;
        grants.stream().sorted(Grant.DRAW_ORDER).forEach(grant -> this.grants.put(grant.id(), grant));
    }

    /** Draws usage from included, then grants, then lets it be owed. */
    void charge(MeteredCharge usage) {
        long bucket = usage.hold().bucket();
        boolean open = usage.hold().inc() == account.revision().inc() && bucket > account.closed();
        Month month = account.monthOf(bucket);
        Period named = Period.ofBucket(bucket);
        Period adjusts = named.compareTo(month.period()) < 0 ? named : null;

        long fromIncluded = Math.min(usage.micros(), month.includedLeft());
        post(charge(month, AccountEntry.Source.INCLUDED, null, adjusts), -fromIncluded);
        account = account.with(month.charged(fromIncluded, usage.micros(), open));
        long fromPrepaid = drawGrants(
                grant -> grant.drawableIn(bucket),
                usage.micros() - fromIncluded,
                charge(month, AccountEntry.Source.PREPAID, null, adjusts));
        long other = usage.micros() - fromIncluded - fromPrepaid;
        AccountEntry.Source owed =
                account.enforcement() == Enforcement.NOTIFY ? AccountEntry.Source.OVERAGE : AccountEntry.Source.GRACE;
        post(charge(month, owed, null, adjusts), -other);

        publish |= !open || other > 0;
        if (open) {
            account = account.withPrepaid(account.prepaidLeft(), account.openPrepaid() + fromPrepaid);
            opened.merge(bucket, new OpenBucket(bucket, fromIncluded, fromPrepaid, other), OpenBucket::plus);
        } else {
            late++;
        }
    }

    /** Posts an entry like this one for each grant; answers what was drawn. */
    long drawGrants(Predicate<Grant> drawable, long micros, AccountEntry entry) {
        long missing = micros;
        for (Grant grant : List.copyOf(grants.values())) {
            if (missing == 0) {
                break;
            }
            if (drawable.test(grant)) {
                long drawn = Math.min(missing, grant.left());
                missing -= drawn;
                post(entry.from(grant.id()), -drawn);
                replace(grant.drawn(drawn));
                if (!grant.ended()) {
                    account = account.withPrepaid(account.prepaidLeft() - drawn, account.openPrepaid());
                }
            }
        }
        return micros - missing;
    }

    /** Forgets open charges whose bucket has closed. */
    void drop(long bucket, List<OpenBucket> dropped) {
        for (OpenBucket open : dropped) {
            account = account.with(account.monthOf(open.bucket()).closed(open.fromIncluded(), open.charged()))
                    .withPrepaid(account.prepaidLeft(), account.openPrepaid() - open.fromPrepaid());
        }
        account = account.withClosed(Math.max(account.closed(), bucket));
    }

    /** The same, and turns every month and expires every grant that ended with it: by buckets, not by a clock. */
    void close(long bucket, List<OpenBucket> dropped, Instant now) {
        drop(bucket, dropped);
        while (account.closed() >= account.month().period().lastBucket()) {
            turn(now);
        }
        for (Grant grant : List.copyOf(grants.values())) {
            if (grant.finalAt(account.closed()) && grant.left() > 0) {
                end(grant, true);
                post(AccountEntry.expiry(account.month().period(), grant));
                replace(grant.ended(true).drawn(grant.left()));
            }
        }
    }

    private void turn(Instant now) {
        post(AccountEntry.lapse(account.month()));
        Month current = account.next();
        Period following = current.period().next();
        Month next = Month.untouched(
                following, EffectivePlan.included(account, following, now), EffectivePlan.cap(account, following, now));
        post(AccountEntry.included(following, next.included()));
        account = account.with(current, next);
    }

    /** Ends the grants whose time is over by the clock of holds. */
    void endGrants(Instant redisNow) {
        for (Grant grant : List.copyOf(grants.values())) {
            if (grant.overAt(redisNow)) {
                end(grant, true);
            }
        }
    }

    /**
     * Makes the row say what plan and override say now. A month that is over keeps its figures. A grant that a wrong
     * clock ended comes back; none ends here.
     */
    void settle(Instant now) {
        account = account.with(onTerms(account.month(), now), onTerms(account.next(), now));
        for (Grant grant : List.copyOf(grants.values())) {
            if (!grant.overAt(now)) {
                end(grant, false);
            }
        }
        account = account.withStanding(
                EffectivePlan.enforcement(account, now), EffectivePlan.validUntil(account, grants.values(), now));
    }

    /** Ends a grant, or takes back that it has ended. */
    private void end(Grant grant, boolean over) {
        if (grant.ended() != over && grant.left() > 0) {
            long micros = over ? -grant.left() : grant.left();
            account = account.withPrepaid(account.prepaidLeft() + micros, account.openPrepaid());
            replace(grant.ended(over));
        }
    }

    private Month onTerms(Month month, Instant now) {
        if (!now.isBefore(month.period().end())) {
            return month;
        }
        Month changed = month.on(
                EffectivePlan.included(account, month.period(), now), EffectivePlan.cap(account, month.period(), now));
        post(AccountEntry.included(month.period(), changed.includedLeft() - month.includedLeft()));
        return changed;
    }

    void add(Grant grant, AccountEntry entry) {
        replace(grant);
        account = account.withPrepaid(account.prepaidLeft() + grant.left(), account.openPrepaid());
        post(entry);
    }

    /** Takes what is left of a grant, at most as much; what has been drawn of it stays drawn. */
    void takeBack(UUID id, long micros, Period period) {
        Grant grant = grants.get(id);
        long taken = grant == null ? 0 : Math.min(micros, grant.left());
        if (grant == null || taken == 0) {
            return;
        }
        replace(grant.drawn(taken));
        if (!grant.ended()) {
            account = account.withPrepaid(account.prepaidLeft() - taken, account.openPrepaid());
        }
        post(AccountEntry.takenBack(period, grant, taken));
    }

    Account account() {
        return account;
    }

    void become(Account changed) {
        account = changed;
    }

    /** The whole change; the row takes the next seq if anything is different. */
    AccountUpdate done(boolean mustPublish) {
        if (account.equals(before) && touched.isEmpty() && entries.isEmpty()) {
            return new AccountUpdate(before, List.of(), List.of(), List.of(), 0);
        }
        Account after = account.with(account.revision().next(publish || mustPublish));
        return new AccountUpdate(
                after, touched.stream().map(grants::get).toList(), posted(), List.copyOf(opened.values()), late);
    }

    private List<AccountEntry> posted() {
        List<AccountEntry> posted = new ArrayList<>(entries.size());
        entries.forEach((entry, micros) -> posted.add(entry.of(micros)));
        return posted;
    }

    private void replace(Grant grant) {
        grants.put(grant.id(), grant);
        touched.add(grant.id());
    }

    private void post(AccountEntry entry) {
        post(entry.of(0), entry.micros());
    }

    void post(AccountEntry entry, long micros) {
        if (micros != 0) {
            entries.merge(entry, micros, Long::sum);
        }
    }

    private static AccountEntry charge(
            Month month, AccountEntry.Source source, @Nullable UUID grant, @Nullable Period adjusts) {
        return new AccountEntry(AccountEntry.Kind.CHARGE, month.period(), source, grant, 0, adjusts);
    }
}
