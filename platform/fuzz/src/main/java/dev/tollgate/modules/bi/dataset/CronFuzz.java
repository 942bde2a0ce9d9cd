package dev.tollgate.modules.bi.dataset;

import dev.tollgate.fuzz.Property;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** Times of a schedule are refused, or go on for ever: each is later than the one before, also where clocks change. */
public final class CronFuzz {

    private static final int TIMES = 50;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration APART_MIN = Duration.ofMinutes(CronTimes.MINUTES_MIN);

    /** Clocks that change by an hour, by half an hour, at midnight. */
    private static final List<ZoneId> ZONES =
            List.of(ZoneId.of("Europe/Berlin"), ZoneId.of("Australia/Lord_Howe"), ZoneId.of("America/Santiago"));

    private CronFuzz() {}

    /** The five fields. */
    public static void fuzzerTestOneInput(byte[] input) {
        var text = Property.text(input);
        if (CronTimes.fault(text).isPresent()) {
            return;
        }
        var times = CronTimes.of(text);
        run(times, ZoneOffset.UTC, APART_MIN);
        ZONES.forEach(zone -> run(times, zone, Duration.ofNanos(1)));
    }

    private static void run(CronTimes times, ZoneId zone, Duration apart) {
        var before = times.after(START, zone).orElseThrow();
        Property.holds(before.isAfter(START), "the first time is after the start");
        for (int at = 0; at < TIMES; at++) {
            var next = times.after(before, zone).orElseThrow();
            Property.holds(!next.isBefore(before.plus(apart)), "a time is later than the one before: " + next);
            before = next;
        }
    }
}
