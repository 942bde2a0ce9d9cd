package dev.tollgate.modules.bi.query.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FunnelCountTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Instant END = START.plus(Duration.ofMinutes(12));
    private static final int STEPS = 3;

    /** An event: minute, steps as bits, and its actor. */
    record Happened(int actor, int minute, int steps) {}

    @Provide
    Arbitrary<List<Happened>> events() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 16),
                        Arbitraries.integers().between(1, 7))
                .as(Happened::new)
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 2_000)
    void it_counts_what_trying_every_sequence_counts(@ForAll("events") List<Happened> events) {
        assertThat(counted(events)).containsExactly(tried(events));
    }

    private static long[] counted(List<Happened> events) {
        var count = new FunnelCount(STEPS, WINDOW, END);
        events.stream()
                .sorted(Comparator.comparingInt(Happened::actor).thenComparingInt(Happened::minute))
                .forEach(one -> count.add(new FunnelCount.Row(
                        new UUID(0, one.actor()), START.plus(Duration.ofMinutes(one.minute())), one.steps(), null)));
        return count.counts().getOrDefault(null, new long[STEPS]);
    }

    /** The deepest step of each actor over all choices of events at strictly later times. */
    private static long[] tried(List<Happened> events) {
        var counts = new long[STEPS];
        for (int actor = 0; actor <= 2; actor++) {
            int of = actor;
            var own = events.stream().filter(one -> one.actor() == of).toList();
            int deepest = 0;
            for (var first : own) {
                if (is(first, 0) && first.minute() < 12) {
                    deepest = Math.max(deepest, 1 + further(own, first.minute(), first.minute(), 1));
                }
            }
            for (int step = 0; step < deepest; step++) {
                counts[step]++;
            }
        }
        return counts;
    }

    private static int further(List<Happened> own, int begin, int after, int step) {
        int deepest = 0;
        for (var next : own) {
            if (step < STEPS && is(next, step) && next.minute() > after && next.minute() - begin <= 5) {
                deepest = Math.max(deepest, 1 + further(own, begin, next.minute(), step + 1));
            }
        }
        return deepest;
    }

    private static boolean is(Happened event, int step) {
        return (event.steps() & (1 << step)) != 0;
    }

    @Test
    void an_actor_counts_in_the_group_of_its_deepest_sequence() {
        var count = new FunnelCount(2, WINDOW, END);
        var actor = new UUID(0, 1);

        count.add(new FunnelCount.Row(actor, START, 1, "free"));
        count.add(new FunnelCount.Row(actor, START.plusSeconds(60), 2, null));
        count.add(new FunnelCount.Row(actor, START.plusSeconds(120), 1, "team"));
        count.add(new FunnelCount.Row(new UUID(0, 2), START, 1, "team"));

        var counts = count.counts();
        assertThat(new ArrayList<>(counts.keySet())).containsExactly("free", "team");
        assertThat(counts.get("free")).containsExactly(1, 1);
        assertThat(counts.get("team")).containsExactly(1, 0);
        assertThat(Map.copyOf(counts)).hasSize(2);
    }
}
