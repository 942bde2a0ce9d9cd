package dev.tollgate.money.rating;

import dev.tollgate.money.price.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An account by somebody who knows the rules and none of the code: every month in a map, money drawn micro by micro. A
 * month is its number.
 */
final class NaiveAccount {

    /** Money paid ahead. */
    static final class Purse {
        final UUID id;
        final Instant end;
        final Instant made;
        long left;
        boolean over;

        Purse(UUID id, long left, Instant end, Instant made) {
            this.id = id;
            this.left = left;
            this.end = end;
            this.made = made;
        }
    }

    final Map<Integer, Long> included = new HashMap<>();
    final Map<Integer, Long> drawn = new HashMap<>();
    final Map<Integer, Long> cap = new HashMap<>();
    final Map<Integer, Long> spent = new HashMap<>();
    final List<Purse> purses = new ArrayList<>();
    Plan plan;
    AccountOverride override;
    Enforcement enforcement = Enforcement.ENFORCE;
    int row;
    long owed;
    long borne;
    private long closed;

    NaiveAccount(Plan plan, Instant now) {
        this.plan = plan;
        this.row = number(now);
        this.closed = now.getEpochSecond() / 10 - 1;
        terms(row, now);
        terms(row + 1, now);
    }

    /** The account as its row has it now. */
    static NaiveAccount of(Account account, List<Grant> grants) {
        NaiveAccount naive =
                new NaiveAccount(account.plan(), account.month().period().start());
        for (Month month : List.of(account.month(), account.next())) {
            naive.included.put(month.period().number(), month.included());
            naive.drawn.put(month.period().number(), month.drawn());
        }
        grants.forEach(grant -> naive.add(new Purse(grant.id(), grant.left(), grant.expiresAt(), grant.createdAt())));
        naive.enforcement = account.enforcement();
        return naive;
    }

    /** Books a call that was held in a bucket. */
    void book(long micros, long bucket) {
        int month = Math.max(row, number(Instant.ofEpochSecond(bucket * 10)));
        for (long i = 0; i < micros; i++) {
            Purse purse = first(bucket * 10);
            if (drawn(month) < included.get(month)) {
                drawn.merge(month, 1L, Long::sum);
            } else if (purse != null) {
                purse.left--;
            } else if (enforcement == Enforcement.NOTIFY) {
                owed++;
            } else {
                borne++;
            }
            spent.merge(month, 1L, Long::sum);
        }
    }

    void close(long bucket, Instant now) {
        closed = Math.max(closed, bucket);
        while (closed >= Period.of(end(row)).firstBucket() - 1) {
            row++;
            terms(row + 1, now);
        }
        for (Purse purse : purses) {
            if (purse.end != null && closed >= (purse.end.toEpochMilli() - 1) / 10_000) {
                purse.left = 0;
            }
        }
        pass(now);
    }

    /** A call was told that the figures are of the past. */
    void renew(Instant now) {
        for (Purse purse : purses) {
            purse.over |= purse.end != null && !now.isBefore(purse.end);
        }
        pass(now);
    }

    /** What every change of the account does. */
    void pass(Instant now) {
        for (int month = row; month <= row + 1; month++) {
            if (now.isBefore(end(month))) {
                terms(month, now);
            }
        }
        for (Purse purse : purses) {
            purse.over &= purse.end != null && !now.isBefore(purse.end);
        }
        enforcement = holds(now) ? override.enforcement() : Enforcement.ENFORCE;
    }

    void add(Purse purse) {
        purses.add(purse);
    }

    /** Gives a charge of a month back to its source. */
    void giveBack(int month, AccountEntry.Source source, Purse given) {
        boolean open = month >= row;
        if (open) {
            spent.merge(month, -given.left, Long::sum);
        }
        switch (source) {
            case INCLUDED -> {
                if (open) {
                    drawn.merge(month, -given.left, Long::sum);
                } else {
                    add(given);
                }
            }
            case PREPAID -> add(given);
            case OVERAGE -> owed -= given.left;
            case GRACE -> borne -= given.left;
        }
    }

    /** Charges more for a month as far as there is money; answers how much. */
    long chargeMore(int ofMonth, long micros, Instant now) {
        int month = ofMonth >= row ? ofMonth : Math.min(row + 1, Math.max(row, number(now)));
        for (long i = 0; i < micros; i++) {
            Purse purse = purses.stream()
                    .filter(one -> !one.over && one.left > 0)
                    .filter(one -> one.end == null || now.isBefore(one.end))
                    .min(NaiveAccount::order)
                    .orElse(null);
            if (drawn(month) < included.get(month)) {
                drawn.merge(month, 1L, Long::sum);
            } else if (purse != null) {
                purse.left--;
            } else if (enforcement == Enforcement.NOTIFY) {
                owed++;
            } else {
                return i;
            }
            spent.merge(month, 1L, Long::sum);
        }
        return micros;
    }

    long prepaid() {
        return purses.stream()
                .filter(purse -> !purse.over)
                .mapToLong(purse -> purse.left)
                .sum();
    }

    /** Drawn of the included usage of all months. */
    long drawn() {
        return drawn.values().stream().mapToLong(Long::longValue).sum();
    }

    long drawn(int month) {
        return drawn.getOrDefault(month, 0L);
    }

    long spent(int month) {
        return spent.getOrDefault(month, 0L);
    }

    long includedLeft(int month) {
        return Math.max(0, included.get(month) - drawn(month));
    }

    private void terms(int month, Instant now) {
        Instant at = now.isBefore(start(month)) ? start(month) : now;
        boolean other = holds(at);
        included.put(
                month,
                other && override.includedMicros() != null ? override.includedMicros() : (Long) plan.includedMicros());
        cap.put(month, other && override.capMicros() != null ? override.capMicros() : (Long) plan.capMicros());
    }

    private boolean holds(Instant at) {
        return override != null && (override.expiresAt() == null || at.isBefore(override.expiresAt()));
    }

    private Purse first(long heldSecond) {
        return purses.stream()
                .filter(purse -> purse.left > 0)
                .filter(purse -> purse.end == null || heldSecond < purse.end.getEpochSecond())
                .min(NaiveAccount::order)
                .orElse(null);
    }

    private static int order(Purse one, Purse other) {
        long end = one.end == null ? Long.MAX_VALUE : one.end.toEpochMilli();
        long otherEnd = other.end == null ? Long.MAX_VALUE : other.end.toEpochMilli();
        if (end != otherEnd) {
            return Long.compare(end, otherEnd);
        }
        int age = one.made.compareTo(other.made);
        return age != 0 ? age : one.id.compareTo(other.id);
    }

    private static int number(Instant instant) {
        return Period.of(instant).number();
    }

    private static Instant start(int month) {
        return new Period(month).start();
    }

    private static Instant end(int month) {
        return new Period(month + 1).start();
    }
}
