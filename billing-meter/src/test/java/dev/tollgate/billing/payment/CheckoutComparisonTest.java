package dev.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comparison of a checkout with an answer of Stripe that may be older than the row. */
class CheckoutComparisonTest {

    private static final TenantId TENANT = new TenantId(new UUID(0, 1));
    private static final CheckoutId CHECKOUT = new CheckoutId(new UUID(0, 2));

    private static CheckoutRow row(CheckoutStatus status) {
        return new CheckoutRow(
                TENANT,
                CHECKOUT,
                "cs_test_1",
                "https://checkout.example/cs_test_1",
                5_000_000,
                status,
                Instant.EPOCH,
                "subject user_01",
                Instant.EPOCH,
                null,
                Instant.EPOCH,
                1,
                null);
    }

    private static StripeSession answer(CheckoutStatus status) {
        return new StripeSession(
                "cs_test_1",
                TENANT.text(),
                CHECKOUT.text(),
                false,
                status,
                "pi_1",
                CheckoutComparison.CURRENCY,
                500,
                0);
    }

    @ParameterizedTest
    @CsvSource({
        "EXPIRED, OPEN",
        "EXPIRED, PROCESSING",
        "EXPIRED, FAILED",
        "FAILED, OPEN",
        "FAILED, PROCESSING",
        "FAILED, EXPIRED",
        "PROCESSING, OPEN",
        "OPEN, OPEN"
    })
    void an_end_is_left_for_no_other_status_and_nothing_opens_again(CheckoutStatus stored, CheckoutStatus seen) {
        assertThat(CheckoutComparison.of(row(stored), Optional.of(answer(seen)), false))
                .isEqualTo(new CheckoutComparison.UpToDate());
    }

    @ParameterizedTest
    @CsvSource({"OPEN", "PROCESSING", "EXPIRED", "FAILED"})
    void money_that_came_is_booked_whatever_was_stored(CheckoutStatus stored) {
        assertThat(CheckoutComparison.of(row(stored), Optional.of(answer(CheckoutStatus.PAID)), false))
                .isEqualTo(new CheckoutComparison.Outdated(CheckoutStatus.PAID, "pi_1", 5_000_000, 0));
    }

    @ParameterizedTest
    @CsvSource({"OPEN, PROCESSING", "OPEN, EXPIRED", "OPEN, FAILED", "PROCESSING, FAILED", "PROCESSING, EXPIRED"})
    void a_checkout_that_waits_goes_on(CheckoutStatus stored, CheckoutStatus seen) {
        assertThat(CheckoutComparison.of(row(stored), Optional.of(answer(seen)), false))
                .isEqualTo(new CheckoutComparison.Outdated(seen, "", 0, 0));
    }

    @Test
    void a_session_that_stripe_does_not_know_is_a_mismatch() {
        assertThat(CheckoutComparison.of(row(CheckoutStatus.OPEN), Optional.empty(), false))
                .isEqualTo(new CheckoutComparison.Mismatch("session"));
    }
}
