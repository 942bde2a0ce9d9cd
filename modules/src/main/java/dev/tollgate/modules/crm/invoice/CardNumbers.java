package dev.tollgate.modules.crm.invoice;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers of payment cards, which must not be stored. */
final class CardNumbers {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{13,19}");

    private CardNumbers() {}

    /**
     * Whether a text without letters has 13 to 19 decimal digits, of any script and in any groups, the last of which
     * checks the others (Luhn).
     */
    static boolean isOne(String text) {
        if (text.codePoints().anyMatch(Character::isLetter)) {
            return false;
        }
        var digits = text.codePoints()
                .filter(Character::isDigit)
                .map(digit -> Character.digit(digit, 10))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining());
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
