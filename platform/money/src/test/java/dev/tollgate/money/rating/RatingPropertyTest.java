package dev.tollgate.money.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.price.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Draws against {@link NaiveAccount}, and the sums that must always hold. */
class RatingPropertyTest {

    private static final Instant START = Instant.parse("2026-11-30T23:40:00Z");
    private static final Plan[] PLANS = {
        new Plan("small", 20, 60, 1, 1, 1), new Plan("large", 70, 200, 1, 1, 1), new Plan("none", 0, 0, 1, 1, 1)
    };

    /** One thing that happens, so many seconds after the one before. */
    record Step(String kind, int seconds, int amount, int choice) {}

    @Property(tries = 3_000)
    void draws_are_those_of_a_naive_count_and_entries_sum_to_what_is_left(@ForAll("steps") List<Step> steps) {
        Book book = new Book();

        for (Step step : steps) {
            book.run(step);
            book.check();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(
                                "charge",
                                "charge",
                                "charge",
                                "charge",
                                "late",
                                "old",
                                "top_up",
                                "take_back",
                                "give_back",
                                "charge_more",
                                "top_up_corrected",
                                "plan",
                                "override",
                                "close",
                                "close",
                                "refresh",
                                "raise"),
                        Arbitraries.of(0, 1, 9, 40, 130, 600),
                        Arbitraries.integers().between(1, 25),
                        Arbitraries.integers().between(0, 9))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    /** An account with everything around it that the tables of a database would keep. */
    private static final class Book {
        private Instant now = START;
        private Account account;
        private final Map<UUID, Grant> grants = new HashMap<>();
        private final TreeMap<Long, OpenBucket> open = new TreeMap<>();
        private final List<AccountEntry> entries = new ArrayList<>();
        private final Map<Integer, Long> corrected = new HashMap<>();
        private long charged;

        Book() {
            AccountUpdate opened = Rating.open(new TenantId(new UUID(0, 1)), PLANS[0], now);
            account = opened.account();
            entries.addAll(opened.entries());
        }

        void run(Step step) {
            now = now.plusSeconds(step.seconds());
            switch (step.kind()) {
                case "charge" -> charge(step.amount(), account.revision().inc(), bucket());
                case "late" -> charge(step.amount(), account.revision().inc(), account.closed() - step.choice());
                case "old" -> charge(step.amount(), account.revision().inc() - 1, bucket());
                case "top_up" -> take(Rating.topUp(account, live(), grant(step), now));
                case "take_back" -> takeBack(new UUID(1, step.choice()), step.amount());
                case "give_back" -> correctCharge(step, step.amount());
                case "charge_more" -> correctCharge(step, -step.amount());
                case "top_up_corrected" ->
                    take(correct(new CorrectedEntry.TopUp(new UUID(1, step.choice())), step, 3 - step.amount() % 7));
                case "plan" -> take(Rating.plan(account, live(), PLANS[step.choice() % PLANS.length], now));
                case "override" -> take(Rating.override(account, live(), override(step), now));
                case "close" -> close();
                case "refresh" -> take(Rating.closeWithin(account, live(), account.closed(), List.of(), now));
                default -> {
                    take(Rating.raise(account, account.revision().inc() + 1));
                    open.clear();
                }
            }
        }

        private void charge(long micros, long inc, long bucket) {
            NaiveAccount naive = NaiveAccount.of(account, live());
            long drawn = naive.drawn();
            long prepaid = naive.prepaid();
            naive.book(micros, bucket);
            AccountUpdate update =
                    Rating.charge(account, live(), List.of(new MeteredCharge(micros, new Charge.Hold(inc, bucket))));
            long late = inc == account.revision().inc() && bucket > account.closed() ? 0 : 1;
            Account before = account;

            take(update);
            charged += micros;

            assertThat(drawn(update, AccountEntry.Source.INCLUDED)).isEqualTo(naive.drawn() - drawn);
            assertThat(drawn(update, AccountEntry.Source.PREPAID)).isEqualTo(prepaid - naive.prepaid());
            assertThat(drawn(update, AccountEntry.Source.OVERAGE) + drawn(update, AccountEntry.Source.GRACE))
                    .isEqualTo(naive.owed + naive.borne);
            naive.purses.forEach(
                    purse -> assertThat(grants.get(purse.id).left()).isEqualTo(purse.left));
            assertThat(update.late()).isEqualTo((int) late);
            assertThat(update.publishes()).isEqualTo(late == 1 || naive.owed + naive.borne > 0);
            assertThat(account.revision().seq()).isEqualTo(before.revision().seq() + 1);
        }

        private void takeBack(UUID id, long micros) {
            long left = grants.containsKey(id) ? grants.get(id).left() : 0;

            AccountUpdate update = Rating.takeBack(account, live(), id, micros, now);
            take(update);

            assertThat(update.takenBackMicros()).isEqualTo(Math.min(left, micros));
        }

        /** Some charge of the ledger, at most by what it has left to give back. */
        private void correctCharge(Step step, long micros) {
            var charges = entries.stream()
                    .filter(entry -> entry.kind() == AccountEntry.Kind.CHARGE)
                    .toList();
            if (charges.isEmpty()) {
                return;
            }
            int at = step.choice() % charges.size();
            AccountEntry charge = charges.get(at);
            long given = Math.min(micros, -charge.micros() - corrected.getOrDefault(at, 0L));
            if (given == 0) {
                return;
            }
            long before = account.month().spent() + account.next().spent();
            var update = correct(new CorrectedEntry.Charge(charge.period(), charge.source()), step, given);
            take(update);

            long moved = Stream.of(AccountEntry.Source.values())
                    .mapToLong(update::correctedMicros)
                    .sum();
            corrected.merge(at, moved, Long::sum);
            assertThat(given > 0 ? moved : -moved).isBetween(0L, Math.abs(given));
            assertThat(account.month().spent() + account.next().spent())
                    .isEqualTo(before + update.spendCorrectedMicros());
        }

        private AccountUpdate correct(CorrectedEntry entry, Step step, long micros) {
            Instant end = step.choice() < 5 ? null : now.plusSeconds(step.choice() * 20L);
            var correction = new EntryCorrection(new UUID(1, grants.size()), entry, micros == 0 ? 1 : micros, end);
            return Rating.correct(account, live(), correction, now);
        }

        private void close() {
            long bucket = Period.bucket(now.minusSeconds(60)) - 1;
            List<OpenBucket> dropped = List.copyOf(open.headMap(bucket, true).values());
            open.headMap(bucket, true).clear();
            take(Rating.close(account, live(), bucket, dropped, now));
        }

        private void take(AccountUpdate update) {
            account = update.account();
            update.grants().forEach(grant -> grants.put(grant.id(), grant));
            update.opened().forEach(more -> open.merge(more.bucket(), more, OpenBucket::plus));
            entries.addAll(update.entries());
        }

        void check() {
            for (Month month : List.of(account.month(), account.next())) {
                assertThat(month.includedLeft()).isNotNegative();
                assertThat(sum(AccountEntry.Source.INCLUDED, month.period())).isEqualTo(month.includedLeft());
                assertThat(month.spent()).isNotNegative().isEqualTo(spent(month.period()));
                Collection<OpenBucket> ofMonth = open.values().stream()
                        .filter(one -> account.monthOf(one.bucket()).period().equals(month.period()))
                        .toList();
                assertThat(ofMonth.stream().mapToLong(OpenBucket::charged).sum())
                        .isEqualTo(month.openCharged());
                assertThat(ofMonth.stream().mapToLong(OpenBucket::fromIncluded).sum())
                        .isEqualTo(month.openIncluded());
            }
            for (Grant grant : grants.values()) {
                assertThat(entries.stream()
                                .filter(entry -> grant.id().equals(entry.grant()))
                                .mapToLong(AccountEntry::micros)
                                .sum())
                        .isEqualTo(grant.left())
                        .isNotNegative();
            }
            assertThat(account.prepaidLeft())
                    .isEqualTo(grants.values().stream()
                            .filter(grant -> !grant.ended())
                            .mapToLong(Grant::left)
                            .sum());
            assertThat(account.openPrepaid())
                    .isEqualTo(open.values().stream()
                            .mapToLong(OpenBucket::fromPrepaid)
                            .sum());
            assertThat(entries.stream()
                            .filter(entry -> entry.kind() == AccountEntry.Kind.CHARGE)
                            .mapToLong(AccountEntry::micros)
                            .sum())
                    .isEqualTo(-charged);
        }

        private long sum(AccountEntry.Source source, Period period) {
            return entries.stream()
                    .filter(entry -> entry.source() == source && entry.period().equals(period))
                    .mapToLong(AccountEntry::micros)
                    .sum();
        }

        private long spent(Period period) {
            return -entries.stream()
                    .filter(entry -> entry.period().equals(period))
                    .filter(entry -> entry.kind() == AccountEntry.Kind.CHARGE
                            || entry.kind() == AccountEntry.Kind.CHARGE_CORRECTION)
                    .mapToLong(AccountEntry::micros)
                    .sum();
        }

        private static long drawn(AccountUpdate update, AccountEntry.Source source) {
            return -update.entries().stream()
                    .filter(entry -> entry.source() == source)
                    .mapToLong(AccountEntry::micros)
                    .sum();
        }

        private Grant grant(Step step) {
            Instant end = step.choice() < 4 ? null : now.plus(Duration.ofSeconds(step.choice() * 20L));
            return new Grant(new UUID(1, grants.size()), step.amount(), step.amount(), end, false, now);
        }

        private AccountOverride override(Step step) {
            Instant end = step.choice() % 2 == 0 ? null : now.plusSeconds(step.choice() * 30L);
            return switch (step.choice() % 5) {
                case 0 -> null;
                case 1 -> new AccountOverride(null, 5L * step.amount(), Enforcement.ENFORCE, "more", end);
                case 2 -> new AccountOverride(2L * step.amount(), null, Enforcement.NOTIFY, "watch", end);
                case 3 -> new AccountOverride(0L, 0L, Enforcement.PAUSED, "stop", end);
                default -> new AccountOverride(null, null, Enforcement.NOTIFY, "watch", end);
            };
        }

        private long bucket() {
            return Math.max(Period.bucket(now), account.closed() + 1);
        }

        private List<Grant> live() {
            return grants.values().stream().filter(grant -> grant.left() > 0).toList();
        }
    }
}
