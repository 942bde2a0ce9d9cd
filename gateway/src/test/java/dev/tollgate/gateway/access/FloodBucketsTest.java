package dev.tollgate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class FloodBucketsTest {

    private static final UUID CALLER = new UUID(1, 1);
    private static final int PER_SECOND = 5;
    private static final int BURST = PER_SECOND * FloodBuckets.FACTOR;

    private final FloodBuckets buckets = new FloodBuckets();

    private int callsUntilRefused(long workNanos) {
        for (int calls = 0; calls < 10 * BURST; calls++) {
            if (buckets.refusal(CALLER, PER_SECOND, 0, 0) != null) {
                return calls;
            }
            buckets.spent(CALLER, PER_SECOND, 0, workNanos);
        }
        return Integer.MAX_VALUE;
    }

    @Test
    void a_refused_body_takes_a_call_more_for_every_started_5_ms_of_work() {
        int free = callsUntilRefused(0);

        var costly = new FloodBucketsTest();
        assertThat(free).isEqualTo(BURST + 1);
        assertThat(costly.callsUntilRefused(1)).isEqualTo(BURST / 2 + 1);
        assertThat(new FloodBucketsTest().callsUntilRefused(FloodBuckets.WORK_NANOS * 3 + 1))
                .isEqualTo(BURST / 5 + 1);
    }
}
