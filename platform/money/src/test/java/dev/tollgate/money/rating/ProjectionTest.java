package dev.tollgate.money.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Projection of a month's spend. */
class ProjectionTest {

    private static final Period MONTH = Period.of(Instant.parse("2026-11-01T00:00:00Z"));
    private static final int MONTH_MINUTES = 30 * 24 * 60;
    private static final int DAY_MINUTES = 24 * 60;

    @Property
    void it_is_never_below_the_spend_and_never_grows_it_by_more_than_the_days_of_the_month(
            @ForAll @LongRange(max = Rating.AMOUNT_MICROS_MAX) long spent,
            @ForAll @IntRange(max = MONTH_MINUTES + 100) int minutes,
            @ForAll @IntRange(max = MONTH_MINUTES) int openedMinutes) {
        var opened = MONTH.start().plus(Duration.ofMinutes(openedMinutes));

        var projection = Projection.of(month(spent), opened, at(minutes));

        var micros = projection.micros();
        if (Math.min(minutes, MONTH_MINUTES) - openedMinutes < DAY_MINUTES) {
            assertThat(micros).isNull();
        } else {
            assertThat(micros).isBetween(spent, spent * 30);
        }
    }

    @Property
    void more_spent_is_never_projected_as_less(
            @ForAll @LongRange(max = Rating.AMOUNT_MICROS_MAX / 2) long spent,
            @ForAll @LongRange(max = Rating.AMOUNT_MICROS_MAX / 2) long more,
            @ForAll @IntRange(min = DAY_MINUTES, max = MONTH_MINUTES) int minutes) {
        var less = Projection.of(month(spent), MONTH.start(), at(minutes));

        var after = Projection.of(month(spent + more), MONTH.start(), at(minutes));

        assertThat(after.micros()).isGreaterThanOrEqualTo(less.micros());
    }

    @Example
    void spend_grows_in_proportion_to_time() {
        var projection =
                Projection.of(month(1_000), Instant.EPOCH, MONTH.start().plus(Duration.ofDays(10)));

        assertThat(projection).isEqualTo(new Projection(MONTH.start(), 3_000L));
    }

    @Example
    void an_account_made_in_the_middle_of_the_month_is_not_projected_from_its_start() {
        var opened = MONTH.start().plus(Duration.ofDays(20));

        var projection = Projection.of(month(1_000), opened, opened.plus(Duration.ofDays(5)));

        assertThat(projection).isEqualTo(new Projection(opened, 2_000L));
    }

    @Example
    void the_end_of_the_month_is_its_spend() {
        var projection = Projection.of(month(1_234), Instant.EPOCH, MONTH.end());

        assertThat(projection.micros()).isEqualTo(1_234);
    }

    private static Instant at(int minutes) {
        return MONTH.start().plus(Duration.ofMinutes(minutes));
    }

    private static Month month(long spent) {
        return new Month(MONTH, 0, 0, 0, spent, 0, 0);
    }
}
