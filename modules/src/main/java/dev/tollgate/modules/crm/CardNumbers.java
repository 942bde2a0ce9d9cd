package dev.tollgate.modules.crm;

import java.util.regex.Pattern;

/** Numbers of payment cards, which must not be stored. */
final class CardNumbers {

    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{13,19}");

    private CardNumbers() {}

    /** Whether a text is 13 to 19 digits, perhaps in groups, the last of which checks the others (Luhn). */
    static boolean isOne(String text) {
        var digits = SEPARATORS.matcher(text).replaceAll("");
        return DIGITS.matcher(digits).matches() && sum(digits) % 10 == 0;
    }

    private static int sum(String digits) {
        int sum = 0;
        for (int i = 1; i <= digits.length(); i++) {
            int digit = digits.charAt(digits.length() - i) - '0';
            int counted = i % 2 == 0 ? 2 * digit : digit;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum;
    }
}
