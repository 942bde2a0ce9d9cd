package dev.tollgate.billing.threshold;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.BillingDesk;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.NewOverride;
import dev.tollgate.billing.account.NewTopUp;
import dev.tollgate.billing.close.IdleAccounts;
import dev.tollgate.billing.intake.LogInHand;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.money.copy.CopyRenewal;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lines that time and other processes carry accounts over. Each test has a clock, and so a database, of its own. */
class MissedThresholdsTest {

    private BillingBench bench;
    private BillingDesk desk;
    private LogInHand log;
    private MissedThresholds missed;
    private final List<Integer> woken = new ArrayList<>();

    @BeforeEach
    void open() {
        bench = new BillingBench();
        desk = new BillingDesk(bench);
        log = new LogInHand(bench);
        var crossings = new ThresholdEvents(bench.ids, BillingBench.SLICES, PriceBook.shipped());
        missed = new MissedThresholds(bench.meter, bench.rows, crossings, woken::add, bench.clock);
    }

    @AfterEach
    void nothing_drifts() {
        var drifts = bench.drifts();
        bench.close();
        assertThat(drifts).isEmpty();
    }

    @Test
    void an_override_whose_end_a_gateway_notices_is_told_by_the_meter_once() {
        var tenant = withAnOverrideThatEnded();
        var noticed = bench.announced(tenant);

        var _ = bench.await(() -> Future.all(missed.tell(), missed.tell()));
        bench.await(missed::tell);

        assertThat(noticed).isEmpty();
        assertThat(bench.announced(tenant))
                .containsExactly("threshold_reached included 50", "threshold_reached included 80", "exhausted");
        assertThat(woken).isNotEmpty();
        assertThat(bench.number("SELECT count(*) FROM billing.untold_account")).isZero();
    }

    @Test
    void an_account_that_somebody_has_locked_is_told_later_and_others_now() {
        var locked = withAnOverrideThatEnded();
        var other = withAnOverrideThatEnded();

        bench.whileLocked(locked, () -> bench.await(missed::tell));
        var toldMeanwhile = bench.announced(locked);
        var toldOfOther = bench.announced(other);
        bench.await(missed::tell);

        assertThat(toldMeanwhile).isEmpty();
        assertThat(toldOfOther).isNotEmpty();
        assertThat(bench.announced(locked)).isEqualTo(toldOfOther);
    }

    @Test
    void a_charge_or_a_top_up_leaves_no_note() {
        var tenant = bench.tenant(SMALL);

        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 999)));
        var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, null));

        assertThat(bench.number("SELECT count(*) FROM billing.untold_account")).isZero();
    }

    @Test
    void a_new_month_recovers_and_its_thresholds_are_told_anew() {
        var tenant = bench.tenant(SMALL);
        var old = Period.of(bench.clock.instant());
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 1_000)));
        bench.clock.move(Duration.between(bench.clock.instant(), old.end()).plusHours(1));
        log.book(tenant, UsageCodec.encode(new Marker.Close(Period.bucket(bench.clock.instant()))));
        var idle = new IdleAccounts(new IdleAccounts.IdleParts(
                bench.meter, bench.rows, bench.posting, bench.copies, bench.ids, bench.clock, BillingBench.SLICES));

        bench.await(idle::catchUp);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 500, old.next().firstBucket())));

        assertThat(bench.announced(tenant))
                .containsExactly(
                        "threshold_reached included 50",
                        "threshold_reached included 80",
                        "threshold_reached included 100",
                        "exhausted",
                        "recovered",
                        "threshold_reached included 50");
        assertThat(months(tenant)).containsExactly(old.toString(), old.next().toString());
    }

    @Test
    void charges_and_top_ups_at_once_take_turns_in_what_they_tell() throws Exception {
        var tenant = bench.tenant(SMALL);
        var charges = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 40; i++) {
                log.book(tenant, UsageCodec.encode(bench.usage(tenant, 97)));
            }
        });

        for (int i = 0; i < 15; i++) {
            var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(150, null));
        }
        charges.get();

        var told = bench.announced(tenant);
        assertThat(told.stream().filter(one -> one.startsWith("threshold"))).doesNotHaveDuplicates();
        var turns = told.stream().filter(one -> !one.startsWith("threshold")).toList();
        for (int i = 0; i < turns.size(); i++) {
            assertThat(turns.get(i)).isEqualTo(i % 2 == 0 ? "exhausted" : "recovered");
        }
        var billing = desk.done(BillingOperations.GET, desk.on(tenant), new NoInput());
        assertThat(turns.size() % 2 == 1).isEqualTo(billing.exhausted());
    }

    /** A gateway has noticed that its override has ended. */
    private TenantId withAnOverrideThatEnded() {
        var tenant = bench.tenant(SMALL);
        var ends = bench.clock.instant().plusSeconds(20);
        var _ = desk.done(
                BillingOperations.SET_OVERRIDE, desk.on(tenant), new NewOverride(null, 2_000L, null, "trial", ends));
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 999)));
        bench.clock.move(Duration.ofMinutes(2));
        bench.await(() -> bench.appCopies.renew(tenant, new CopyRenewal.Need.Passed(), bench.clock.instant()));
        return tenant;
    }

    private List<String> months(TenantId tenant) {
        return bench.events().stream()
                .filter(event -> event.tenant().equals(tenant))
                .map(event -> event.data().getString("month"))
                .distinct()
                .toList();
    }
}
