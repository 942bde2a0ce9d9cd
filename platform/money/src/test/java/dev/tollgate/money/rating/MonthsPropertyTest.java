package dev.tollgate.money.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.price.PriceVersion;
import dev.tollgate.money.rating.NaiveAccount.Purse;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * An account over months against {@link NaiveAccount}: prices that change by date, top-ups and overrides that end,
 * plans that change, months that turn between calls, events that come after their bucket or their month has closed, and
 * corrections between all of them.
 */
class MonthsPropertyTest {

    private static final Instant START = Instant.parse("2026-11-28T20:00:00Z");
    private static final Instant MORE_EXPENSIVE = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant CHEAPER = Instant.parse("2026-12-10T12:00:00Z");
    private static final PriceBook PRICES = new PriceBook(List.of(
            version("1", Instant.EPOCH, 3, 7_000_000),
            version("2", MORE_EXPENSIVE, 5, 9_000_000),
            version("3", CHEAPER, 2, 1)));
    private static final Plan[] PLANS = {
        new Plan("small", 40, 90, 1, 1, 1), new Plan("large", 140, 400, 1, 1, 1), new Plan("none", 0, 0, 1, 1, 1)
    };
    private static final String[] KINDS = {
        "call",
        "call",
        "call",
        "download",
        "book",
        "book",
        "book",
        "top_up",
        "plan",
        "override",
        "close",
        "close",
        "renew",
        "give_back",
        "charge_more",
        "revoke"
    };

    /** One thing that happens, so long after the one before. */
    record Step(String kind, Duration after, int amount, int choice) {}

    /** A call that ran; its event is on its way. */
    record Pending(long micros, long bucket) {}

    @Property(tries = 2_000)
    void an_account_is_what_a_naive_count_of_its_months_says(@ForAll("steps") List<Step> steps) {
        Run run = new Run();

        for (Step step : steps) {
            run.step(step);
            run.check();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(KINDS),
                        Arbitraries.of("PT0S", "PT4S", "PT11S", "PT2M", "PT1H", "PT7H", "P1D", "P6D")
                                .map(Duration::parse),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.integers().between(0, 9))
                .as(Step::new)
                .list()
                .ofMaxSize(50);
    }

    private static PriceVersion version(String name, Instant effective, long write, long gigabyte) {
        return new PriceVersion(name, effective, Map.of("rest.write", write, "asset.egress_gb", gigabyte));
    }

    /** Rating and the naive count side by side. */
    private static final class Run {
        private Instant now = START;
        private final NaiveAccount naive = new NaiveAccount(PLANS[0], START);
        private final Map<UUID, Grant> grants = new HashMap<>();
        private final TreeMap<Long, OpenBucket> open = new TreeMap<>();
        private final List<AccountEntry> entries = new ArrayList<>();
        private final List<Pending> pending = new ArrayList<>();
        private final Map<AccountEntry, Long> given = new HashMap<>();
        private Account account;

        Run() {
            AccountUpdate opened = Rating.open(new TenantId(new UUID(0, 1)), PLANS[0], now);
            account = opened.account();
            entries.addAll(opened.entries());
        }

        void step(Step step) {
            now = now.plus(step.after());
            switch (step.kind()) {
                case "call" -> hold(PRICES.at("rest.write", now).micros(step.amount() % 7 + 1), naiveWrite(step));
                case "download" ->
                    hold(PRICES.at("asset.egress_gb", now).micros(step.amount() * 997L), naiveBytes(step));
                case "book" -> book(step);
                case "top_up" -> topUp(step);
                case "plan" -> plan(PLANS[step.choice() % PLANS.length]);
                case "override" -> override(step);
                case "close" -> close();
                case "renew" -> {
                    take(Rating.closeWithin(account, live(), account.closed(), List.of(), now));
                    naive.renew(now);
                }
                case "revoke" -> revoke(new UUID(1, step.choice()));
                default -> correct(step);
            }
        }

        private long naiveWrite(Step step) {
            long unit = now.isBefore(MORE_EXPENSIVE) ? 3 : now.isBefore(CHEAPER) ? 5 : 2;
            return unit * (step.amount() % 7 + 1);
        }

        private long naiveBytes(Step step) {
            long unit = now.isBefore(MORE_EXPENSIVE) ? 7_000_000 : now.isBefore(CHEAPER) ? 9_000_000 : 1;
            var whole = BigInteger.valueOf(unit).multiply(BigInteger.valueOf(step.amount() * 997L));
            var parts = whole.divideAndRemainder(BigInteger.TEN.pow(9));
            return parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
        }

        /** The copy has passed once it is two months behind: then a close comes first. */
        private void hold(long micros, long naiveMicros) {
            assertThat(micros).isEqualTo(naiveMicros);
            if (Period.bucket(now) > account.next().period().lastBucket()) {
                close();
            }
            pending.add(new Pending(micros, Math.max(Period.bucket(now), account.closed() + 1)));
        }

        private void book(Step step) {
            if (pending.isEmpty()) {
                return;
            }
            Pending call = pending.remove(step.choice() % pending.size());
            var hold = new Charge.Hold(account.revision().inc(), call.bucket());
            boolean late = call.bucket() <= account.closed();

            AccountUpdate update = Rating.charge(account, live(), List.of(new MeteredCharge(call.micros(), hold)));
            take(update);
            naive.book(call.micros(), call.bucket());

            assertThat(update.late()).isEqualTo(late ? 1 : 0);
        }

        private void topUp(Step step) {
            Instant end = step.choice() < 4 ? null : now.plus(Duration.ofHours(step.choice() * 5L));
            var id = new UUID(1, grants.size());
            take(Rating.topUp(account, live(), new Grant(id, step.amount(), step.amount(), end, false, now), now));
            naive.add(new Purse(id, step.amount(), end, now));
            naive.pass(now);
        }

        private void plan(Plan plan) {
            take(Rating.plan(account, live(), plan, now));
            naive.plan = plan;
            naive.pass(now);
        }

        private void override(Step step) {
            Instant end = step.choice() % 2 == 0 ? null : now.plus(Duration.ofHours(step.choice() * 9L));
            AccountOverride override = switch (step.choice() % 4) {
                case 0 -> null;
                case 1 -> new AccountOverride(null, 4L * step.amount(), Enforcement.ENFORCE, "more", end);
                case 2 -> new AccountOverride(3L * step.amount(), null, Enforcement.NOTIFY, "watch", end);
                default -> new AccountOverride(0L, 0L, Enforcement.PAUSED, "stop", end);
            };
            take(Rating.override(account, live(), override, now));
            naive.override = override;
            naive.pass(now);
        }

        private void close() {
            long bucket = Math.max(Period.bucket(now.minusSeconds(60)) - 1, account.closed());
            List<OpenBucket> dropped = List.copyOf(open.headMap(bucket, true).values());
            open.headMap(bucket, true).clear();
            take(Rating.close(account, live(), bucket, dropped, now));
            naive.close(bucket, now);
        }

        private void revoke(UUID id) {
            long left = grants.containsKey(id) ? grants.get(id).left() : 0;

            AccountUpdate update = Rating.takeBack(account, live(), id, Long.MAX_VALUE, now);
            take(update);
            naive.purses.stream().filter(purse -> purse.id.equals(id)).forEach(purse -> purse.left = 0);
            naive.pass(now);

            assertThat(update.takenBackMicros()).isEqualTo(left);
        }

        private void correct(Step step) {
            var charges = entries.stream()
                    .filter(entry -> entry.kind() == AccountEntry.Kind.CHARGE)
                    .distinct()
                    .toList();
            if (charges.isEmpty()) {
                return;
            }
            AccountEntry charge = charges.get(step.choice() % charges.size());
            boolean gives = step.kind().equals("give_back");
            long micros =
                    gives ? Math.min(step.amount(), -charge.micros() - given.getOrDefault(charge, 0L)) : step.amount();
            if (micros <= 0) {
                return;
            }
            var id = new UUID(1, grants.size());
            var entry = new CorrectedEntry.Charge(charge.period(), charge.source());
            naive.pass(now);
            AccountUpdate update = Rating.correct(
                    account, live(), new EntryCorrection(id, entry, gives ? micros : -micros, null), now);
            take(update);
            int month = charge.period().number();
            if (gives) {
                naive.giveBack(month, charge.source(), new Purse(id, micros, null, now));
                given.merge(charge, micros, Long::sum);
            } else {
                long taken = naive.chargeMore(month, micros, now);
                assertThat(update.spendCorrectedMicros()).isEqualTo(taken);
            }
        }

        private void take(AccountUpdate update) {
            account = update.account();
            update.grants().forEach(grant -> grants.put(grant.id(), grant));
            update.opened().forEach(more -> open.merge(more.bucket(), more, OpenBucket::plus));
            entries.addAll(update.entries());
        }

        void check() {
            assertThat(account.month().period().number()).isEqualTo(naive.row);
            for (Month month : List.of(account.month(), account.next())) {
                int number = month.period().number();
                assertThat(month.included()).isEqualTo(naive.included.get(number));
                assertThat(month.includedLeft()).isEqualTo(naive.includedLeft(number));
                assertThat(month.spent()).isEqualTo(naive.spent(number));
                assertThat(month.cap()).isEqualTo(naive.cap.get(number));
            }
            naive.purses.forEach(
                    purse -> assertThat(grants.get(purse.id).left()).isEqualTo(purse.left));
            assertThat(account.prepaidLeft()).isEqualTo(naive.prepaid());
            assertThat(account.enforcement()).isEqualTo(naive.enforcement);
            assertThat(sum(AccountEntry.Source.OVERAGE)).isEqualTo(-naive.owed);
            assertThat(sum(AccountEntry.Source.GRACE)).isEqualTo(-naive.borne);
        }

        private long sum(AccountEntry.Source source) {
            return entries.stream()
                    .filter(entry -> entry.source() == source)
                    .mapToLong(AccountEntry::micros)
                    .sum();
        }

        private List<Grant> live() {
            return grants.values().stream().filter(grant -> grant.left() > 0).toList();
        }
    }
}
