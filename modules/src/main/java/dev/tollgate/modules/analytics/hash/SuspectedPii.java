package dev.tollgate.modules.analytics.hash;

import java.util.regex.Pattern;

/** E-mail addresses and numbers of payment cards in text of any kind. Linear in the text. */
public final class SuspectedPii {

    /**
     * Numbers of payment cards by their issuers: Visa, Mastercard, American Express, Discover, JCB, Diners, UnionPay.
     */
    private static final Pattern ISSUED =
            Pattern.compile("4\\d{15}|(?:5[1-5]\\d{2}|2(?:2[2-9]|[3-6]\\d|7[01])\\d|2720)\\d{12}"
                    + "|3[47]\\d{13}|6(?:011|5\\d{2}|4[4-9]\\d)\\d{12}|35(?:2[89]|[3-8]\\d)\\d{12}|3(?:0[0-5]|[68]\\d)\\d{11}"
                    + "|62\\d{14,17}");

    private static final int DIGITS_MAX = 19;
    private static final int DIGITS_MIN = 14;

    private SuspectedPii() {}

    /** Whether there is one in a text or number. */
    public static boolean isIn(Object value) {
        return switch (value) {
            case String text -> hasAddress(text.contains("%40") ? text.replace("%40", "@") : text) || hasCard(text);
            case Integer _ -> false;
            case Number number -> hasCard(number.toString());
            default -> false;
        };
    }

    private static boolean hasAddress(String text) {
        for (int at = text.indexOf('@', 1); at > 0; at = text.indexOf('@', at + 1)) {
            if (isLocal(text.charAt(at - 1)) && hasDomain(text, at + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLocal(char character) {
        return Character.isLetterOrDigit(character) || "._%+-".indexOf(character) >= 0;
    }

    /** Whether labels with a dot between them begin here; each address is looked at once, for it ends at an @. */
    private static boolean hasDomain(String text, int begin) {
        boolean label = false;
        for (int i = begin; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isLetterOrDigit(character)) {
                label = true;
            } else if (character == '.' && label) {
                return i + 1 < text.length() && Character.isLetterOrDigit(text.charAt(i + 1));
            } else if (character != '-') {
                return false;
            }
        }
        return false;
    }

    /** Looks at each run of digits, and at each with single spaces, dots or hyphens inside. */
    private static boolean hasCard(String text) {
        if (text.length() < DIGITS_MIN) {
            return false;
        }
        var grouped = new StringBuilder(DIGITS_MAX + 1);
        var run = new StringBuilder(DIGITS_MAX + 1);
        boolean found = false;
        for (int i = 0; i < text.length() && !found; i++) {
            char character = text.charAt(i);
            if (Character.isDigit(character)) {
                add(grouped, character);
                add(run, character);
                continue;
            }
            found = isCard(run);
            boolean separates = !run.isEmpty() && " .-".indexOf(character) >= 0;
            run.setLength(0);
            if (!separates) {
                found |= isCard(grouped);
                grouped.setLength(0);
            }
        }
        return found || isCard(run) || isCard(grouped);
    }

    /** One digit too many is enough to tell that a run is too long. */
    private static void add(StringBuilder digits, char digit) {
        if (digits.length() <= DIGITS_MAX) {
            digits.append(Character.digit(digit, 10));
        }
    }

    private static boolean isCard(CharSequence digits) {
        return digits.length() >= DIGITS_MIN
                && digits.length() <= DIGITS_MAX
                && ISSUED.matcher(digits).matches()
                && checks(digits);
    }

    /** The last digit checks the others (Luhn, ISO/IEC 7812-1). */
    private static boolean checks(CharSequence digits) {
        int sum = 0;
        for (int i = 1; i <= digits.length(); i++) {
            int digit = digits.charAt(digits.length() - i) - '0';
            int counted = i % 2 == 0 ? 2 * digit : digit;
            sum += counted > 9 ? counted - 9 : counted;
        }
        return sum % 10 == 0;
    }
}
