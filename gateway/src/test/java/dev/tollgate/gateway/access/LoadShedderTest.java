package dev.tollgate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadShedderTest {

    private static final long MS = Duration.ofMillis(1).toNanos();
    private static final long INTERVAL = LoadShedder.INTERVAL.toNanos();
    private static final UUID ACME = new UUID(1, 1);
    private static final UUID OTHER = new UUID(1, 2);
    private static final int MIN = 20;

    private final LoadShedder shedder = new LoadShedder(new LoadShedder.Bounds(Duration.ofMillis(100), MIN), 0);
    private long now;

    @Test
    void calls_that_do_not_wait_are_never_refused() {
        begin(ACME, 1_000);
        end(ACME, 1, MS);

        interval();

        assertThat(admitted(OTHER, 1_000)).isEqualTo(1_000);
    }

    @Test
    void few_calls_are_never_refused_however_long_they_take() {
        begin(ACME, MIN);
        end(ACME, 1, 9_000 * MS);

        interval();

        assertThat(admitted(ACME, 1)).isEqualTo(1);
        assertThat(shedder.shed()).isZero();
    }

    @Test
    void one_quick_call_proves_that_no_queue_stands() {
        begin(ACME, 500);
        end(ACME, 99, 400 * MS);
        end(ACME, 1, 99 * MS);

        interval();

        assertThat(admitted(ACME, 1)).isEqualTo(1);
    }

    @Test
    void while_all_calls_wait_as_many_are_in_flight_as_end_within_the_delay() {
        begin(ACME, 2_000);

        // A thousand end per second: a hundred within the delay.
        for (int i = 0; i < 30; i++) {
            end(ACME, 100, 400 * MS);
            begin(ACME, 100);
            interval();
        }

        assertThat(shedder.limit()).isBetween(99, 100);
        assertThat(admitted(ACME, 1)).isZero();
    }

    @Test
    void a_loop_in_which_no_call_ends_is_overloaded() {
        begin(ACME, 500);

        interval();
        interval();

        assertThat(shedder.limit()).isEqualTo(MIN);
    }

    @Test
    void a_tenant_below_its_share_is_admitted_while_another_is_refused() {
        overloaded(ACME, 105);

        assertThat(admitted(ACME, 5)).isZero();
        assertThat(admitted(OTHER, 5)).isEqualTo(5);
    }

    @Test
    void a_tenant_far_above_the_limit_shuts_nobody_out() {
        overloaded(ACME, 400);

        assertThat(admitted(OTHER, 5)).isEqualTo(5);
        assertThat(admitted(ACME, 5)).isZero();
    }

    @Test
    void what_tenants_below_their_share_have_above_the_limit_is_bounded() {
        overloaded(ACME, 125);

        assertThat(admitted(OTHER, 30)).isEqualTo(25);
        assertThat(admitted(new UUID(1, 3), 5)).isZero();
    }

    @Test
    void a_call_above_the_limit_gives_its_room_back() {
        overloaded(ACME, 125);
        int first = admitted(OTHER, 25);
        end(OTHER, 25, 400 * MS);

        int again = admitted(OTHER, 30);

        assertThat(first).isEqualTo(25);
        assertThat(again).isEqualTo(25);
    }

    @Test
    void everything_is_admitted_again_when_calls_no_longer_wait_and_none_is_refused() {
        overloaded(ACME, 120);
        end(ACME, 120, MS);

        interval();

        assertThat(shedder.limit()).isEqualTo(LoadShedder.LIMIT_MAX);
    }

    @Test
    void the_limit_grows_while_calls_are_refused_that_would_not_wait() {
        overloaded(ACME, 120);
        int before = shedder.limit();
        assertThat(shedder.admits(ACME)).isFalse();
        end(ACME, 20, MS);

        interval();

        assertThat(shedder.limit()).isEqualTo(before + before / 8);
    }

    @Test
    void without_a_delay_nothing_is_refused() {
        var open = new LoadShedder(new LoadShedder.Bounds(Duration.ZERO, MIN), 0);
        IntStream.range(0, 500).forEach(_ -> open.began(ACME, 0));

        open.tick(100 * INTERVAL);

        assertThat(open.admits(ACME)).isTrue();
    }

    /** So many calls of a tenant in flight, at a limit of a hundred. */
    private void overloaded(UUID tenant, int calls) {
        begin(tenant, 2_000);
        for (int i = 0; i < 40; i++) {
            end(tenant, 101, 400 * MS);
            begin(tenant, 101);
            interval();
        }
        assertThat(shedder.limit()).isEqualTo(100);
        end(tenant, 2_000 - calls, 400 * MS);
    }

    /** How many of these calls may begin; those begin. */
    private int admitted(UUID tenant, int calls) {
        return (int) IntStream.range(0, calls)
                .filter(_ -> {
                    boolean admitted = shedder.admits(tenant);
                    if (admitted) {
                        shedder.began(tenant, now);
                    }
                    return admitted;
                })
                .count();
    }

    private void begin(UUID tenant, int calls) {
        IntStream.range(0, calls).forEach(_ -> shedder.began(tenant, now));
    }

    private void end(UUID tenant, int calls, long tookNanos) {
        IntStream.range(0, calls).forEach(_ -> shedder.ended(tenant, tookNanos, true, now));
    }

    private void interval() {
        now += INTERVAL;
        shedder.tick(now);
    }
}
