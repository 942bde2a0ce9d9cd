package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.pipeline.ReplayBuckets.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplayBucketsTest {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private final ReplayBuckets buckets = new ReplayBuckets();
    private final Owner owner = new Owner(new UUID(0, 1), 5);

    @Test
    void replays_have_the_rate_of_their_owner_with_a_burst_of_a_second() {
        assertThat(admitted(20, 100, 0)).isEqualTo(6);
        assertThat(admitted(20, 100, SECOND_NANOS)).isEqualTo(5);
    }

    @Test
    void a_large_answer_counts_by_its_size() {
        assertThat(admitted(20, 4 * ReplayBuckets.ANSWER_BYTES, 0)).isEqualTo(2);
    }

    @Test
    void owners_have_buckets_of_their_own() {
        assertThat(admitted(20, 100, 0)).isEqualTo(6);

        assertThat(buckets.refusal(List.of(new Owner(new UUID(0, 2), 5)), 0)).isNull();
    }

    @Test
    void a_refusal_says_when_all_owners_have_room_again() {
        var tenant = new Owner(new UUID(0, 2), 2);
        buckets.replayed(owner, 10 * ReplayBuckets.ANSWER_BYTES, 0);
        buckets.replayed(tenant, 10 * ReplayBuckets.ANSWER_BYTES, 0);

        assertThat(untilRoom(List.of(owner, tenant), 0)).isEqualTo(Duration.ofSeconds(4));
        assertThat(untilRoom(List.of(owner), 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(buckets.refusal(List.of(owner, tenant), 4 * SECOND_NANOS)).isNull();
    }

    @Test
    void replays_side_by_side_are_ahead_of_their_rate_by_ten_seconds_at_most() {
        IntStream.range(0, 100).forEach(_ -> buckets.replayed(owner, 16 * ReplayBuckets.ANSWER_BYTES, 0));

        assertThat(untilRoom(List.of(owner), 0)).isEqualTo(Duration.ofSeconds(9));
        assertThat(buckets.refusal(List.of(owner), 9 * SECOND_NANOS)).isNull();
    }

    private Duration untilRoom(List<Owner> owners, long nowNanos) {
        return Objects.requireNonNull(
                Objects.requireNonNull(buckets.refusal(owners, nowNanos)).retryAfter());
    }

    private long admitted(int replays, int answerBytes, long nowNanos) {
        return IntStream.range(0, replays)
                .filter(_ -> buckets.refusal(List.of(owner), nowNanos) == null)
                .peek(_ -> buckets.replayed(owner, answerBytes, nowNanos))
                .count();
    }
}
