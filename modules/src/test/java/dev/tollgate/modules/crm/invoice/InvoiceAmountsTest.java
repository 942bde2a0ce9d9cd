package dev.tollgate.modules.crm.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.shape.CurrencyAmount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Amounts of invoices against an account in whole numbers. */
class InvoiceAmountsTest {

    private static final BigInteger CENTS_MAX = BigInteger.TEN.pow(15);

    /** Ten thousandths: of a quantity, and of a percent. */
    private static final BigInteger PARTS = BigInteger.valueOf(10_000);

    /** The same amounts by integers alone. */
    private record Account(List<BigInteger> lines, Map<BigInteger, BigInteger> bases) {

        static Account of(List<InvoiceLine> lines) {
            var amounts = lines.stream()
                    .map(line ->
                            rounded(parts(line.quantity()).multiply(BigInteger.valueOf(line.unitPriceCents())), PARTS))
                    .toList();
            var bases = new TreeMap<BigInteger, BigInteger>();
            for (int i = 0; i < lines.size(); i++) {
                bases.merge(parts(lines.get(i).rate()), amounts.get(i), BigInteger::add);
            }
            return new Account(amounts, bases);
        }

        private static BigInteger parts(BigDecimal number) {
            return number.movePointRight(4).toBigIntegerExact();
        }

        /** Half a unit is rounded away from zero. */
        private static BigInteger rounded(BigInteger parts, BigInteger ofUnit) {
            var twice = parts.abs().shiftLeft(1).add(ofUnit).divide(ofUnit.shiftLeft(1));
            return parts.signum() < 0 ? twice.negate() : twice;
        }

        List<BigInteger> taxes() {
            return bases.entrySet().stream()
                    .map(base ->
                            rounded(base.getKey().multiply(base.getValue()), PARTS.multiply(BigInteger.valueOf(100))))
                    .toList();
        }

        BigInteger subtotal() {
            return sum(lines);
        }

        BigInteger total() {
            return subtotal().add(sum(taxes()));
        }

        boolean fits() {
            var all = Stream.of(lines, bases.values(), taxes(), List.of(subtotal(), sum(taxes()), total()))
                    .flatMap(Collection::stream);
            return total().signum() >= 0 && all.allMatch(cents -> cents.abs().compareTo(CENTS_MAX) <= 0);
        }

        private static BigInteger sum(List<BigInteger> cents) {
            return cents.stream().reduce(BigInteger.ZERO, BigInteger::add);
        }
    }

    @Property(tries = 2_000)
    void amounts_are_exact_and_rounded_half_up_or_refused(@ForAll("lines") List<InvoiceLine> lines) {
        var account = Account.of(lines);

        var faults = InvoiceAmounts.faults(lines);

        assertThat(faults.isEmpty()).isEqualTo(account.fits());
        if (account.fits()) {
            var amounts = InvoiceAmounts.of(lines);
            assertThat(amounts.lines())
                    .extracting(InvoiceLine::amountCents)
                    .containsExactlyElementsOf(account.lines().stream()
                            .map(BigInteger::longValueExact)
                            .toList());
            assertThat(amounts.taxes())
                    .extracting(InvoiceTax::taxCents)
                    .containsExactlyElementsOf(account.taxes().stream()
                            .map(BigInteger::longValueExact)
                            .toList());
            assertThat(BigInteger.valueOf(amounts.subtotalCents())).isEqualTo(account.subtotal());
            assertThat(BigInteger.valueOf(amounts.totalCents())).isEqualTo(account.total());
        }
    }

    @Provide
    Arbitrary<List<InvoiceLine>> lines() {
        var quantities = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 50_000), Arbitraries.longs().between(1, 10_000_000_000L));
        var prices = Arbitraries.oneOf(
                Arbitraries.longs().between(-50, 500),
                Arbitraries.longs().between(0, 1_000_000_000L),
                Arbitraries.longs().between(-CurrencyAmount.CENTS_MAX, CurrencyAmount.CENTS_MAX));
        var rates = Arbitraries.oneOf(
                Arbitraries.of(0L, 70_000L, 250_000L, 81_250L),
                Arbitraries.longs().between(0, 1_000_000));
        return Combinators.combine(quantities, prices, rates)
                .as((quantity, price, rate) -> new InvoiceLine(
                        "Line", BigDecimal.valueOf(quantity, 4), price, BigDecimal.valueOf(rate, 4), null))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Test
    void three_times_333_33_with_25_percent_is_1249_99() {
        var amounts = InvoiceAmounts.of(List.of(line("3", 33_333, "25")));

        assertThat(amounts.subtotalCents()).isEqualTo(99_999);
        assertThat(amounts.taxes()).containsExactly(new InvoiceTax(new BigDecimal("25"), 99_999, 25_000));
        assertThat(amounts.totalCents()).isEqualTo(124_999);
    }

    @Test
    void tax_is_rounded_once_for_a_rate_and_not_for_each_line() {
        var amounts = InvoiceAmounts.of(List.of(line("1", 10, "5"), line("1", 10, "5.0"), line("1", 10, "5.0000")));

        assertThat(amounts.taxes()).containsExactly(new InvoiceTax(new BigDecimal("5"), 30, 2));
    }

    @Test
    void half_a_cent_is_rounded_away_from_zero() {
        var amounts = InvoiceAmounts.of(List.of(line("0.5", 1, null), line("0.5", -1, null), line("0.4999", 1, null)));

        assertThat(amounts.lines()).extracting(InvoiceLine::amountCents).containsExactly(1L, -1L, 0L);
    }

    @Test
    void more_than_4_decimals_are_refused() {
        assertThat(faults(line("1.00001", 1, "0.00001"))).containsExactly("lines[0].quantity", "lines[0].tax_rate");
        assertThat(faults(line("1.00010", 1, "99.99990"))).isEmpty();
        assertThat(faults(line("1e-999999999", 1, "1e-999999999")))
                .containsExactly("lines[0].quantity", "lines[0].tax_rate");
    }

    @Test
    void amounts_beyond_the_limit_are_refused_with_what_is_too_large() {
        long most = CurrencyAmount.CENTS_MAX;

        assertThat(faults(line("1", most, "0"))).isEmpty();
        assertThat(faults(line("1", 1, "0"), line("1.0001", most, "0"))).containsExactly("lines[1].unit_price_cents");
        assertThat(faults(line("1000000", -most, "0"))).containsExactly("lines[0].unit_price_cents");
        assertThat(faults(line("1", most, "0"), line("1", 1, "0"))).containsExactly("lines");
        assertThat(faults(line("1", most, "0.0001"))).containsExactly("lines");
        assertThat(faults(line("1", most, "7"), line("1", most, "7"), line("1", -most, "0")))
                .containsExactly("lines");
    }

    @Test
    void a_total_is_at_least_0() {
        assertThat(faults(line("1", 100, "25"), line("1", -125, "0"))).isEmpty();
        assertThat(faults(line("1", 100, "25"), line("1", -126, "0"))).containsExactly("lines");
    }

    private static InvoiceLine line(String quantity, long price, @Nullable String rate) {
        return new InvoiceLine(
                "Line", new BigDecimal(quantity), price, rate == null ? null : new BigDecimal(rate), null);
    }

    private static List<String> faults(InvoiceLine... lines) {
        return InvoiceAmounts.faults(Arrays.asList(lines)).stream()
                .map(FieldError::field)
                .toList();
    }
}
