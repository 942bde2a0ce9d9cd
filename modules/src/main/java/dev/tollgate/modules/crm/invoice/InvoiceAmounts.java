package dev.tollgate.modules.crm.invoice;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.shape.CurrencyAmount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * The amounts that follow from the lines of an invoice.
 *
 * @param lines with their amounts
 * @param taxes one for each rate, from the smallest
 */
record InvoiceAmounts(List<InvoiceLine> lines, List<InvoiceTax> taxes, long subtotalCents, long taxCents) {

    /** What is wrong with the lines, or with the sums of lines that are right. */
    static List<FieldError> faults(List<InvoiceLine> lines) {
        var faults = new ArrayList<FieldError>();
        for (int i = 0; i < lines.size(); i++) {
            faults.addAll(lines.get(i).faults("lines[" + i + "]"));
        }
        return faults.isEmpty() ? of(lines).faults() : faults;
    }

    /** The amounts of lines that are right. */
    static InvoiceAmounts of(List<InvoiceLine> lines) {
        var priced = lines.stream().map(InvoiceLine::priced).toList();
        var bases = new TreeMap<BigDecimal, Long>();
        priced.forEach(line -> bases.merge(line.rate(), amount(line), Long::sum));
        var taxes = bases.entrySet().stream()
                .map(base -> InvoiceTax.of(base.getKey(), base.getValue()))
                .toList();
        return new InvoiceAmounts(
                priced,
                taxes,
                priced.stream().mapToLong(InvoiceAmounts::amount).sum(),
                taxes.stream().mapToLong(InvoiceTax::taxCents).sum());
    }

    private static long amount(InvoiceLine priced) {
        return priced.amountCents() == null ? 0 : priced.amountCents();
    }

    long totalCents() {
        return subtotalCents + taxCents;
    }

    private List<FieldError> faults() {
        if (totalCents() < 0) {
            return List.of(new FieldError("lines", "must add up to a total of at least 0"));
        }
        var sums = LongStream.concat(
                LongStream.of(subtotalCents, taxCents, totalCents()),
                taxes.stream().flatMapToLong(tax -> LongStream.of(tax.baseCents(), tax.taxCents())));
        return sums.allMatch(cents -> Math.abs(cents) <= CurrencyAmount.CENTS_MAX)
                ? List.of()
                : List.of(new FieldError("lines", "must not add up to more than " + CurrencyAmount.CENTS_MAX));
    }
}
