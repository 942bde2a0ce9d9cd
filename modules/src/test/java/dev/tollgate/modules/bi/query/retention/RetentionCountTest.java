package dev.tollgate.modules.bi.query.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.bi.query.grammar.InsightQuery.Mode;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.roaringbitmap.RoaringBitmap;

class RetentionCountTest {

    private static final int PERIODS = 3;

    @Provide
    Arbitrary<List<Set<Integer>>> starts() {
        return Arbitraries.integers().between(0, 6).set().ofMaxSize(5).list().ofSize(4);
    }

    @Provide
    Arbitrary<List<Set<Integer>>> returns() {
        return Arbitraries.integers().between(0, 6).set().ofMaxSize(5).list().ofSize(7);
    }

    @Property
    void it_counts_what_looking_at_each_actor_counts(
            @ForAll("starts") List<Set<Integer>> starts,
            @ForAll("returns") List<Set<Integer>> returns,
            @ForAll Mode mode) {
        var counts = RetentionCount.of(bitmaps(starts), bitmaps(returns), PERIODS, mode);

        for (int cohort = 0; cohort < starts.size(); cohort++) {
            int of = cohort;
            var actors = IntStream.rangeClosed(0, 6)
                    .filter(actor -> first(starts, actor) == of)
                    .boxed()
                    .toList();
            assertThat(counts.get(cohort)[0]).isEqualTo(actors.size());
            for (int period = 0; period <= PERIODS; period++) {
                int at = period;
                assertThat(counts.get(cohort)[period + 1])
                        .isEqualTo(actors.stream()
                                .filter(actor -> back(returns, actor, of, at, mode))
                                .count());
            }
        }
    }

    private static int first(List<Set<Integer>> starts, int actor) {
        return IntStream.range(0, starts.size())
                .filter(bucket -> starts.get(bucket).contains(actor))
                .findFirst()
                .orElse(-1);
    }

    private static boolean back(List<Set<Integer>> returns, int actor, int cohort, int period, Mode mode) {
        return switch (mode) {
            case ON -> returns.get(cohort + period).contains(actor);
            case ON_OR_AFTER ->
                IntStream.rangeClosed(period, PERIODS)
                        .anyMatch(later -> returns.get(cohort + later).contains(actor));
        };
    }

    private static List<RoaringBitmap> bitmaps(List<Set<Integer>> sets) {
        return sets.stream()
                .map(set -> RoaringBitmap.bitmapOf(
                        set.stream().mapToInt(Integer::intValue).toArray()))
                .toList();
    }
}
