package dev.tollgate.money.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A calendar month in UTC. Months begin on a multiple of ten seconds, so every bucket lies in exactly one.
 *
 * @param number months since the year 0, so that the next month is the next number
 */
public record Period(int number) implements Comparable<Period> {

    /** Seconds of one bucket of holds. */
    public static final long BUCKET_SECONDS = 10;

    private static final int MONTHS = 12;
    private static final long DAY_SECONDS = 86_400;
    private static final long DAY_BUCKETS = DAY_SECONDS / BUCKET_SECONDS;

    public static Period of(Instant instant) {
        return ofDay(Math.floorDiv(instant.getEpochSecond(), DAY_SECONDS));
    }

    public static Period of(YearMonth month) {
        return new Period(month.getYear() * MONTHS + month.getMonthValue() - 1);
    }

    /** The month a bucket of holds lies in. */
    public static Period ofBucket(long bucket) {
        return ofDay(Math.floorDiv(bucket, DAY_BUCKETS));
    }

    /** Asked for every call: without the objects of an {@link Instant} and a time of day. */
    private static Period ofDay(long epochDay) {
        var day = LocalDate.ofEpochDay(epochDay);
        return new Period(day.getYear() * MONTHS + day.getMonthValue() - 1);
    }

    /** The first instant of a bucket. */
    public static Instant startOfBucket(long bucket) {
        return Instant.ofEpochSecond(bucket * BUCKET_SECONDS);
    }

    /** The bucket an instant lies in. */
    public static long bucket(Instant instant) {
        return Math.floorDiv(instant.getEpochSecond(), BUCKET_SECONDS);
    }

    public YearMonth month() {
        return YearMonth.of(Math.floorDiv(number, MONTHS), Math.floorMod(number, MONTHS) + 1);
    }

    public Instant start() {
        return month().atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first instant that is no longer in it. */
    public Instant end() {
        return next().start();
    }

    public long firstBucket() {
        return bucket(start());
    }

    public long lastBucket() {
        return next().firstBucket() - 1;
    }

    public Period next() {
        return new Period(number + 1);
    }

    @Override
    public int compareTo(Period other) {
        return Integer.compare(number, other.number);
    }

    /** Such as {@code 2026-11}. */
    @Override
    public String toString() {
        return month().toString();
    }
}
