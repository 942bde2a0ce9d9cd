package dev.tollgate.modules.bi.query.trend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tollgate.modules.bi.cell.CellTotals;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.Report.Measure;
import dev.tollgate.records.report.Report.Op;
import dev.tollgate.records.report.Report.Order;
import dev.tollgate.records.report.Report.Period;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;

class CellGroupsTest {

    private static final int BUCKETS = 750;
    private static final int GROUPS = 20_000;
    private static final int LIMIT = 10;

    /** Beside the groups themselves, which take some hundred bytes each. */
    private static final long BYTES_MAX = 64L << 20;

    private static Report report() {
        var begin = Instant.parse("2026-07-01T00:00:00Z");
        var bounds = IntStream.rangeClosed(0, BUCKETS)
                .mapToObj(hour -> begin.plus(Duration.ofHours(hour)))
                .toList();
        return new Report(
                List.of(new Measure(Op.COUNT, null)),
                List.of("properties.k"),
                new Period("occurred_at", bounds, ZoneOffset.UTC),
                List.of(),
                Order.GREATEST,
                LIMIT);
    }

    /** The last groups are the greatest. */
    private static List<CellTotals> totals() {
        return IntStream.range(0, GROUPS)
                .mapToObj(i -> new CellTotals("a", i % BUCKETS, "v" + i, 1L + i, Map.of(), new RoaringBitmap()))
                .toList();
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void groups_beyond_the_limit_have_no_points() {
        var cells = new CellTrend(Set.of("a"), "k", null, Set.of(), false);
        var totals = totals();
        long before = allocatedBytes();

        var answer = new CellGroups(cells, report(), totals).answer();

        assertThat(allocatedBytes() - before).isLessThan(BYTES_MAX);
        assertThat(answer.groups()).hasSize(LIMIT).first().satisfies(group -> {
            assertThat(group.key()).containsExactly("v" + (GROUPS - 1));
            assertThat(group.totals().getFirst()).isEqualByComparingTo(String.valueOf(GROUPS));
            assertThat(group.points().getFirst()).hasSize(BUCKETS);
        });
        assertThat(answer.other())
                .isNotNull()
                .satisfies(other -> assertThat(other.totals().getFirst())
                        .isEqualByComparingTo(String.valueOf(LongTotals.below(GROUPS - LIMIT))));
    }

    /** Sums of the first numbers. */
    private static final class LongTotals {

        private LongTotals() {}

        static long below(long count) {
            return count * (count + 1) / 2;
        }
    }
}
