package dev.tollgate.gateway.console.form;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Micros of US dollars, and what people read and type for them. Exact both ways. */
public final class Dollars {

    private static final int MICRO_DIGITS = 6;
    private static final int CENT_DIGITS = 2;

    /** Places between digits that three, six or nine digits follow. */
    private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d)(?=(\\d{3})+$)");

    private static final Pattern FORM = Pattern.compile("-?\\d{1,12}(\\.\\d{1,6})?");

    private Dollars() {}

    /** {@code 1250000} reads "$1.25", {@code 100} "$0.0001", {@code 2000000000} "$2,000.00". */
    public static String signed(long micros) {
        var text = plain(Math.absExact(micros));
        int point = text.indexOf('.');
        var whole = THOUSANDS.matcher(text.substring(0, point)).replaceAll(",");
        return (micros < 0 ? "-$" : "$") + whole + text.substring(point);
    }

    /** The same without a sign of the currency and without commas, for a field of a form. */
    public static String plain(long micros) {
        var exact = BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros();
        return exact.scale() < CENT_DIGITS
                ? exact.setScale(CENT_DIGITS, RoundingMode.UNNECESSARY).toPlainString()
                : exact.toPlainString();
    }

    /** The micros of what somebody typed; empty where it is no amount of whole micros. */
    public static Optional<Long> micros(String dollars) {
        var text = dollars.strip();
        var amount = text.startsWith("$") ? text.substring(1) : text;
        return FORM.matcher(amount).matches()
                ? Optional.of(
                        new BigDecimal(amount).movePointRight(MICRO_DIGITS).longValueExact())
                : Optional.empty();
    }
}
