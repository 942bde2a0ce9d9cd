package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantPacerTest {

    private static final TenantId ACME = tenant(1);

    private final TenantPacer pacer = new TenantPacer(Duration.ofSeconds(1), Duration.ofSeconds(30), () -> 0.5);

    @Test
    void pauses_double_up_to_the_longest() {
        List<Long> attempts = new ArrayList<>();

        for (long millis = 0; millis < 130_000; millis += 100) {
            if (pacer.take(ACME, nanos(millis))) {
                attempts.add(millis / 1_000);
            }
        }

        assertThat(attempts).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 61L, 91L, 121L);
    }

    @Test
    void the_jitter_is_a_quarter_either_way() {
        var early = new TenantPacer(Duration.ofSeconds(1), Duration.ofSeconds(30), () -> 0);
        var late = new TenantPacer(Duration.ofSeconds(1), Duration.ofSeconds(30), () -> 1);
        assertThat(early.take(ACME, 0) && late.take(ACME, 0)).isTrue();

        assertThat(early.take(ACME, nanos(749))).isFalse();
        assertThat(early.take(ACME, nanos(750))).isTrue();
        assertThat(late.take(ACME, nanos(1_249))).isFalse();
        assertThat(late.take(ACME, nanos(1_250))).isTrue();
    }

    @Test
    void a_tenant_that_was_sound_meanwhile_begins_anew() {
        assertThat(pacer.take(ACME, 0)).isTrue();
        pacer.forget(ACME);

        assertThat(pacer.take(ACME, nanos(1))).isTrue();
    }

    @Test
    void many_tenants_do_not_make_each_other_come_sooner() {
        long first =
                IntStream.range(0, 5_000).filter(i -> pacer.take(tenant(i), 0)).count();
        long again = IntStream.range(0, 5_000)
                .filter(i -> pacer.take(tenant(i), nanos(500)))
                .count();

        assertThat(first).isEqualTo(5_000);
        assertThat(again).isZero();
    }

    @Test
    void the_number_of_tenants_is_bounded_and_those_whose_pause_is_over_make_room() {
        IntStream.range(0, TenantPacer.TENANTS_MAX)
                .forEach(i -> assertThat(pacer.take(tenant(i), 0)).isTrue());

        boolean beyond = pacer.take(tenant(TenantPacer.TENANTS_MAX), nanos(500));
        boolean later = pacer.take(tenant(TenantPacer.TENANTS_MAX), nanos(1_500));

        assertThat(beyond).isFalse();
        assertThat(later).isTrue();
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static TenantId tenant(int number) {
        return new TenantId(new UUID(7, number));
    }
}
