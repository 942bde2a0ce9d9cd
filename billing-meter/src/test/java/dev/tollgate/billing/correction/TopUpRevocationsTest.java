package dev.tollgate.billing.correction;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.NewTopUp;
import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.money.usage.UsageCodec;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Top-ups that the operator takes back. */
class TopUpRevocationsTest extends OnBench {

    @Test
    void what_is_left_is_taken_back_and_what_was_spent_is_said() {
        var tenant = bench.tenant(SMALL);
        var topUp = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(400, null));
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 1_150)));

        var revoked = desk.done(
                CorrectionOperations.REVOKE_TOP_UP, desk.on(tenant), new TopUpRevocation(topUp.id(), "not paid"));
        var again = desk.refusal(
                CorrectionOperations.REVOKE_TOP_UP, desk.on(tenant), new TopUpRevocation(topUp.id(), "not paid"));

        assertThat(revoked.takenBackMicros()).isEqualTo(250);
        assertThat(revoked.shortfallMicros()).isEqualTo(150);
        assertThat(again.code()).isEqualTo("conflict");
        assertThat(bench.account(tenant).prepaidLeft()).isZero();
    }

    @Test
    void a_revocation_names_the_entry_that_paid_in_and_is_an_event_with_its_reason() {
        var tenant = bench.tenant(SMALL);
        var topUp = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(400, null));
        var ledger = new LedgerDesk(desk, tenant);
        var paid = ledger.entry("top_up", "payment");

        var _ = desk.done(
                CorrectionOperations.REVOKE_TOP_UP, desk.on(tenant), new TopUpRevocation(topUp.id(), "not paid"));

        assertThat(ledger.entry("correction", "prepaid").correctsId()).isEqualTo(paid.id());
        assertThat(ledger.entry("correction", "prepaid").note()).isEqualTo("top-up revoked: not paid");
        assertThat(bench.events())
                .filteredOn(
                        event -> event.tenant().equals(tenant) && event.type().equals("top_up.taken_back"))
                .extracting(DomainEvent::data)
                .singleElement()
                .satisfies(data -> assertThat(data.getString("reason")).isEqualTo("not paid"));
    }

    @Test
    void what_a_correction_took_before_was_not_spent() {
        var tenant = bench.tenant(SMALL);
        var topUp = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(400, null));
        var ledger = new LedgerDesk(desk, tenant);
        var _ = ledger.correct(ledger.entry("top_up", "payment"), -150);

        var revoked = desk.done(
                CorrectionOperations.REVOKE_TOP_UP, desk.on(tenant), new TopUpRevocation(topUp.id(), "not paid"));

        assertThat(revoked.takenBackMicros()).isEqualTo(250);
        assertThat(revoked.shortfallMicros()).isZero();
    }

    @Test
    void a_top_up_that_a_correction_made_can_be_revoked() {
        var tenant = bench.tenant(SMALL);
        bench.topUp(tenant, 400);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 1_200)));
        var ledger = new LedgerDesk(desk, tenant);
        var correction = ledger.correct(ledger.entry("charge", "prepaid"), 200);

        var revoked = desk.done(
                CorrectionOperations.REVOKE_TOP_UP,
                desk.on(tenant),
                new TopUpRevocation(correction.topUpId(), "wrong tenant"));

        assertThat(revoked.takenBackMicros()).isEqualTo(200);
        assertThat(revoked.shortfallMicros()).isZero();
    }

    @Test
    void a_top_up_that_is_not_there_is_not_found() {
        var tenant = bench.tenant(SMALL);

        var refusal = desk.refusal(
                CorrectionOperations.REVOKE_TOP_UP,
                desk.on(tenant),
                new TopUpRevocation(new TopUpId(new UUID(0, 7)), "not paid"));

        assertThat(refusal.code()).isEqualTo("resource_not_found");
    }
}
