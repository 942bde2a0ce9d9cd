package dev.tollgate.money.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.price.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A grant ends by the clock of holds or with its last bucket, and by no other clock. */
class GrantEndTest {

    private static final Instant START = Instant.parse("2026-11-10T12:00:00Z");
    private static final Instant END = START.plus(Duration.ofHours(1));
    private static final Instant AHEAD = END.plus(Duration.ofHours(1));
    private static final Plan PLAN = new Plan("small", 100, 1_000, 1, 1, 1);

    private final Account opened =
            Rating.open(new TenantId(new UUID(0, 1)), PLAN, START).account();
    private final AccountUpdate granted =
            Rating.topUp(opened, List.of(), new Grant(new UUID(1, 1), 50, 50, END, false, START), START);
    private final Account account = granted.account();
    private final List<Grant> grants = granted.grants();

    @Test
    void a_change_made_by_a_clock_that_is_ahead_ends_no_grant() {
        var changed = Rating.plan(account, grants, new Plan("large", 200, 1_000, 1, 1, 1), AHEAD);

        assertThat(changed.account().prepaidLeft()).isEqualTo(50);
        assertThat(changed.account().validUntil()).isEqualTo(END);
    }

    @Test
    void a_close_ends_a_grant_by_its_bucket_whatever_the_clock_says() {
        long last = Period.bucket(END) - 1;

        var early = Rating.close(account, grants, last - 1, List.of(), AHEAD);
        var late = Rating.close(account, grants, last, List.of(), START);

        assertThat(early.account().prepaidLeft()).isEqualTo(50);
        assertThat(late.account().prepaidLeft()).isZero();
        assertThat(late.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.kind()).isEqualTo(AccountEntry.Kind.EXPIRY);
            assertThat(entry.micros()).isEqualTo(-50);
        });
    }

    @Test
    void a_grant_ends_at_its_instant_by_the_clock_of_holds_and_nothing_is_booked_yet() {
        var before = Rating.closeWithin(account, grants, account.closed(), List.of(), END.minusMillis(1));
        var then = Rating.closeWithin(account, grants, account.closed(), List.of(), END);

        assertThat(before.account().prepaidLeft()).isEqualTo(50);
        assertThat(then.account().prepaidLeft()).isZero();
        assertThat(then.account().validUntil()).isNull();
        assertThat(then.entries()).isEmpty();
    }

    @Test
    void a_grant_that_ended_early_comes_back_with_the_next_change_by_a_right_clock() {
        var wrong = Rating.closeWithin(account, grants, account.closed(), List.of(), AHEAD);

        var right = Rating.close(wrong.account(), wrong.grants(), account.closed(), List.of(), START.plusSeconds(9));

        assertThat(wrong.account().prepaidLeft()).isZero();
        assertThat(right.account().prepaidLeft()).isEqualTo(50);
        assertThat(right.account().validUntil()).isEqualTo(END);
        assertThat(right.publishes()).isTrue();
    }
}
