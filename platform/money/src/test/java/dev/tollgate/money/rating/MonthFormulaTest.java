package dev.tollgate.money.rating;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.price.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * At the turn of the month holds of two months are open at once, some of them charged already. What the copy then says
 * is left for the new month is exact: every small case is tried.
 */
class MonthFormulaTest {

    private static final int AMOUNT_MAX = 4;
    private static final Period OLD = Period.of(Instant.parse("2026-11-15T00:00:00Z"));
    private static final Charge.Hold IN_OLD = new Charge.Hold(1, OLD.lastBucket());
    private static final Charge.Hold IN_NEW = new Charge.Hold(1, OLD.lastBucket() + 1);
    private static final long FAR = 1_000;

    private record Case(int included, int prepaid, int next, int heldOld, int chargedOld, int heldNew, int chargedNew) {
        /** What is left for a hold of the new month, by definition. */
        long left() {
            return next + prepaid - Math.max(0, heldOld - included) - heldNew;
        }
    }

    @Test
    void what_is_left_for_the_new_month_is_exact_whatever_of_both_months_is_charged_already() {
        List<Case> cases = cases();

        List<Case> wrong = cases.stream()
                .filter(one -> copyLeft(one, true) != one.left() || copyLeft(one, false) != one.left())
                .toList();

        assertThat(cases).hasSizeGreaterThan(10_000);
        assertThat(wrong).isEmpty();
    }

    @Test
    void what_is_left_for_the_old_month_is_exact_until_it_turns() {
        List<Case> wrong = cases().stream()
                .filter(one -> one.heldNew() == 0)
                .filter(one -> {
                    PublishedFigures figures = PublishedFigures.of(charged(one, true));
                    long left = figures.included() + figures.prepaid() - one.heldOld();
                    return left != one.included() + one.prepaid() - one.heldOld()
                            || figures.capLeft() - one.heldOld() != FAR - one.heldOld();
                })
                .toList();

        assertThat(wrong).isEmpty();
    }

    /** The formula of the Redis functions, over the figures a publish would carry. */
    private static long copyLeft(Case one, boolean oldFirst) {
        PublishedFigures figures = PublishedFigures.of(charged(one, oldFirst));
        return figures.nextIncluded()
                + figures.prepaid()
                - Math.max(0, one.heldOld() - figures.included())
                - one.heldNew();
    }

    private static Account charged(Case one, boolean oldFirst) {
        Grant grant = new Grant(new UUID(0, 1), AMOUNT_MAX, one.prepaid(), null, false, Instant.EPOCH);
        Account account = new Account(
                new TenantId(new UUID(0, 2)),
                new Plan("plan", one.next(), FAR, 1, 1, 1),
                null,
                new Revision(1, 1, 1, 1, 1),
                OLD.lastBucket() - 3,
                Month.untouched(OLD, one.included(), FAR),
                Month.untouched(OLD.next(), one.next(), FAR),
                one.prepaid(),
                0,
                Enforcement.ENFORCE,
                null);
        List<MeteredCharge> usage = new ArrayList<>();
        if (one.chargedOld() > 0) {
            usage.add(new MeteredCharge(one.chargedOld(), IN_OLD));
        }
        if (one.chargedNew() > 0) {
            usage.add(oldFirst ? usage.size() : 0, new MeteredCharge(one.chargedNew(), IN_NEW));
        }
        AccountUpdate update = Rating.charge(account, one.prepaid() > 0 ? List.of(grant) : List.of(), usage);
        assertThat(update.entries())
                .noneMatch(entry ->
                        entry.source() == AccountEntry.Source.GRACE || entry.source() == AccountEntry.Source.OVERAGE);
        return update.account();
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int included = 0; included <= AMOUNT_MAX; included++) {
            for (int prepaid = 0; prepaid <= AMOUNT_MAX; prepaid++) {
                for (int next = 0; next <= AMOUNT_MAX; next++) {
                    for (int old = 0; old <= included + prepaid; old++) {
                        addHolds(cases, included, prepaid, next, old);
                    }
                }
            }
        }
        return cases;
    }

    private static void addHolds(List<Case> cases, int included, int prepaid, int next, int old) {
        int most = next + prepaid - Math.max(0, old - included);
        for (int chargedOld = 0; chargedOld <= old; chargedOld++) {
            for (int held = 0; held <= most; held++) {
                for (int charged = 0; charged <= held; charged++) {
                    cases.add(new Case(included, prepaid, next, old, chargedOld, held, charged));
                }
            }
        }
    }
}
