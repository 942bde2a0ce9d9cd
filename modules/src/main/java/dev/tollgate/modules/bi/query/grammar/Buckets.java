package dev.tollgate.modules.bi.query.grammar;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of time in buckets. The first and the last may be cut.
 *
 * @param begins where each bucket begins on the calendar, before it is cut
 * @param bounds where each begins, and where the last one ends
 * @param wholeEnd where the last one would end if it were not cut
 */
public record Buckets(Grain grain, ZoneId zone, List<ZonedDateTime> begins, List<Instant> bounds, Instant wholeEnd) {

    public Buckets {
        begins = List.copyOf(begins);
        bounds = List.copyOf(bounds);
    }

    /** Stops one bucket beyond {@code most}. */
    public static Buckets of(ZonedDateTime from, ZonedDateTime to, Grain grain, int most) {
        var begins = new ArrayList<ZonedDateTime>();
        var bounds = new ArrayList<Instant>();
        var begin = grain.begin(from);
        var end = to;
        if (grain == Grain.NONE) {
            begins.add(begin);
            bounds.add(from.toInstant());
        } else {
            while (begin.toInstant().isBefore(to.toInstant()) && begins.size() <= most) {
                begins.add(begin);
                bounds.add(begins.size() == 1 ? from.toInstant() : begin.toInstant());
                begin = grain.next(begin);
            }
            end = begin;
        }
        bounds.add(to.toInstant());
        return new Buckets(grain, from.getZone(), begins, bounds, end.toInstant());
    }

    public int count() {
        return begins.size();
    }

    public Instant from() {
        return bounds.getFirst();
    }

    public Instant to() {
        return bounds.getLast();
    }

    /** Equal for the same range in the same zone. */
    public String key() {
        return from() + " " + to() + ' ' + zone;
    }

    public String label(int bucket) {
        return grain.label(begins.get(bucket));
    }

    /** Whether a bucket is cut by the range, or not over yet. */
    public boolean isPartial(int bucket, Instant now) {
        var whole = bucket + 1 < count() ? bounds.get(bucket + 1) : wholeEnd;
        return bounds.get(bucket + 1).isAfter(now)
                || whole.isAfter(bounds.get(bucket + 1))
                || begins.get(bucket).toInstant().isBefore(bounds.get(bucket));
    }

    /** As many buckets as these, right before them. */
    public Buckets before() {
        var from = ZonedDateTime.ofInstant(from(), zone);
        if (grain == Grain.NONE) {
            return of(from.minus(Duration.between(from(), to())), from, grain, 1);
        }
        return of(grain.plus(from, -count()), from, grain, count());
    }

    /** The same dates a year before. */
    public Buckets yearBefore() {
        return of(
                ZonedDateTime.ofInstant(from(), zone).minusYears(1),
                ZonedDateTime.ofInstant(to(), zone).minusYears(1),
                grain,
                count());
    }
}
