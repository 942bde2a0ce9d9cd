package dev.tollgate.modules.crm.invoice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The tax of an invoice at one rate. It is rounded once for all lines of the rate, not for each line (EN 16931). */
public record InvoiceTax(
        @JsonPropertyDescription("Tax rate in percent.") BigDecimal rate,

        @JsonPropertyDescription("Sum of the lines at this rate.")
        long baseCents,

        @JsonPropertyDescription("Tax, rounded half up.") long taxCents) {

    public InvoiceTax {
        rate = InvoiceLine.plain(rate);
    }

    static InvoiceTax of(BigDecimal rate, long baseCents) {
        var tax = BigDecimal.valueOf(baseCents).multiply(rate).movePointLeft(2).setScale(0, RoundingMode.HALF_UP);
        return new InvoiceTax(rate, baseCents, tax.longValueExact());
    }
}
