package dev.tollgate.billing.correction;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.NewTopUp;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.usage.UsageCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;

/** Corrections at the same time as charges and as each other. */
class CorrectionRacesTest extends OnBench {

    @RepeatedTest(5)
    void of_corrections_that_give_one_entry_back_at_once_one_is_done() {
        var tenant = bench.tenant(SMALL);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 300)));
        var ledger = new LedgerDesk(desk, tenant);
        var wanted = LedgerDesk.wanted(ledger.entry("charge", "included"), 200);

        var outcomes = atOnce(Stream.<Supplier<Outcome<?>>>generate(
                        () -> () -> desk.outcome(CorrectionOperations.CREATE_CORRECTION, desk.on(tenant), wanted, null))
                .limit(6)
                .toList());

        assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
        assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
    }

    @RepeatedTest(5)
    void of_revocations_of_one_top_up_at_once_one_is_done() {
        var tenant = bench.tenant(SMALL);
        var topUp = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(400, null));
        var wanted = new TopUpRevocation(topUp.id(), "by mistake");

        var outcomes = atOnce(Stream.<Supplier<Outcome<?>>>generate(
                        () -> () -> desk.outcome(CorrectionOperations.REVOKE_TOP_UP, desk.on(tenant), wanted, null))
                .limit(6)
                .toList());

        assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
        assertThat(bench.account(tenant).prepaidLeft()).isZero();
    }

    @RepeatedTest(5)
    void between_charges_each_correction_moves_its_money_once() {
        var tenant = bench.tenant(LARGE);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 1_000)));
        var ledger = new LedgerDesk(desk, tenant);
        var entry = ledger.entry("charge", "included");
        var topUp = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(400, null));
        var calls = Stream.generate(() -> bench.usage(tenant, 10)).limit(20).toList();

        var booked =
                CompletableFuture.runAsync(() -> calls.forEach(usage -> log.book(tenant, UsageCodec.encode(usage))));
        List<Supplier<Outcome<?>>> corrections = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long micros = i % 2 == 0 ? 30 : -20;
            corrections.add(() -> desk.outcome(
                    CorrectionOperations.CREATE_CORRECTION, desk.on(tenant), LedgerDesk.wanted(entry, micros), null));
        }
        corrections.add(() -> desk.outcome(
                CorrectionOperations.REVOKE_TOP_UP, desk.on(tenant), new TopUpRevocation(topUp.id(), "unpaid"), null));
        var outcomes = atOnce(corrections);
        booked.orTimeout(5, TimeUnit.MINUTES).join();

        assertThat(outcomes).allMatch(Outcome.Done.class::isInstance);
        assertThat(bench.account(tenant).month().spent()).isEqualTo(1_000 + 20 * 10 - 4 * 30 + 4 * 20);
        assertThat(bench.account(tenant).prepaidLeft()).isZero();
    }

    private static List<Outcome<?>> atOnce(List<Supplier<Outcome<?>>> calls) {
        var running =
                calls.stream().map(CompletableFuture::<Outcome<?>>supplyAsync).toList();
        List<Outcome<?>> outcomes = new ArrayList<>();
        running.forEach(call -> outcomes.add(call.orTimeout(5, TimeUnit.MINUTES).join()));
        return outcomes;
    }
}
