package dev.tollgate.modules.crm.invoice;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.shape.CurrencyAmount;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of an invoice. Quantity and rate are exact decimals without trailing zeros. */
public record InvoiceLine(
        @JsonPropertyDescription("Text of the line.") @Size(min = 1, max = 500) String description,

        @JsonPropertyDescription("Quantity, up to 4 decimals.")
        @DecimalMin(value = "0", inclusive = false) @DecimalMax("1000000") BigDecimal quantity,

        @JsonPropertyDescription(
                "Net price of one, in cents: the smallest unit of the currency. Negative for a discount.")
        @Min(-CurrencyAmount.CENTS_MAX) @Max(CurrencyAmount.CENTS_MAX) long unitPriceCents,

        @JsonPropertyDescription("Tax rate in percent, up to 4 decimals. Default 0.")
        @DecimalMin("0") @DecimalMax("100") @Nullable BigDecimal taxRate,

        @JsonPropertyDescription("Net amount: quantity times price, rounded half up.")
        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        @Nullable Long amountCents) {

    private static final int DECIMALS_MAX = 4;

    public InvoiceLine {
        quantity = plain(quantity);
        taxRate = taxRate == null ? null : plain(taxRate);
    }

    /** The number without trailing zeros and without an exponent. */
    static BigDecimal plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
    }

    /** What is wrong with it beyond the limits of single fields. */
    List<FieldError> faults(String path) {
        var faults = new ArrayList<FieldError>();
        if (quantity.scale() > DECIMALS_MAX) {
            faults.add(new FieldError(path + ".quantity", "must have at most " + DECIMALS_MAX + " decimals"));
        }
        if (rate().scale() > DECIMALS_MAX) {
            faults.add(new FieldError(path + ".tax_rate", "must have at most " + DECIMALS_MAX + " decimals"));
        }
        // A quantity of a billion decimals is not multiplied.
        if (faults.isEmpty() && amount().abs().compareTo(BigDecimal.valueOf(CurrencyAmount.CENTS_MAX)) > 0) {
            faults.add(new FieldError(
                    path + ".unit_price_cents", "times quantity must be at most " + CurrencyAmount.CENTS_MAX));
        }
        return faults;
    }

    BigDecimal rate() {
        return taxRate == null ? BigDecimal.ZERO : taxRate;
    }

    /** As an invoice keeps it: with rate and amount. */
    InvoiceLine priced() {
        return new InvoiceLine(description, quantity, unitPriceCents, rate(), amount().longValueExact());
    }

    private BigDecimal amount() {
        return quantity.multiply(BigDecimal.valueOf(unitPriceCents)).setScale(0, RoundingMode.HALF_UP);
    }
}
