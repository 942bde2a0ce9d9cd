package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.BudgetKey;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Attempts per budget, with the time passed in. */
class BudgetPacerTest {

    private final BudgetPacer pacer = new BudgetPacer(Duration.ofNanos(100));

    private static BudgetKey key(int number) {
        return new BudgetKey(new TenantId(new UUID(1, 1)), new UUID(2, number));
    }

    @Test
    void a_budget_has_its_next_attempt_after_the_pause_and_keeps_no_other_waiting() {
        boolean first = pacer.take(key(1), 0);
        boolean early = pacer.take(key(1), 99);
        boolean other = pacer.take(key(2), 99);
        boolean late = pacer.take(key(1), 100);

        assertThat(first).isTrue();
        assertThat(early).isFalse();
        assertThat(other).isTrue();
        assertThat(late).isTrue();
    }

    @Test
    void beyond_the_most_a_budget_waits_until_the_pause_of_another_is_over() {
        IntStream.range(0, BudgetPacer.BUDGETS_MAX)
                .forEach(number -> assertThat(pacer.take(key(number), 0)).isTrue());

        boolean beyond = pacer.take(key(BudgetPacer.BUDGETS_MAX), 50);
        boolean later = pacer.take(key(BudgetPacer.BUDGETS_MAX), 100);

        assertThat(beyond).isFalse();
        assertThat(later).isTrue();
    }
}
