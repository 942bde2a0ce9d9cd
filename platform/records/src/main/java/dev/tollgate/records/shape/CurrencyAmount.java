package dev.tollgate.records.shape;

import dev.tollgate.contract.outcome.FieldError;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of an amount with its currency in records: both are set or both are absent. */
public final class CurrencyAmount {

    /** The greatest amount, and price. One hundred lines of it, and their tax, do not overflow a long. */
    public static final long CENTS_MAX = 1_000_000_000_000_000L;

    /** The form of a code of ISO 4217. */
    public static final String CODE = "^[A-Z]{3}$";

    private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toSet());

    private CurrencyAmount() {}

    /**
     * What is wrong with an amount and the field {@code currency}.
     *
     * @param field name of the field of the amount
     */
    public static List<FieldError> faults(String field, @Nullable Long cents, @Nullable String currency) {
        if ((cents == null) != (currency == null)) {
            return List.of(new FieldError(
                    currency == null ? "currency" : field, field + " and currency go together: give both or neither"));
        }
        return currency == null ? List.of() : faults(currency);
    }

    /** What is wrong with the field {@code currency} where it is required. */
    public static List<FieldError> faults(String currency) {
        return CODES.contains(currency)
                ? List.of()
                : List.of(new FieldError("currency", "is not a currency of ISO 4217"));
    }
}
