package dev.tollgate.webhooks.address;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;

/**
 * Host names as used for DNS queries: lower case ASCII, by UTS 46 without the transitional mappings, as browsers do and
 * IDNA 2008 wants. By IDNA 2003 {@code faß.de} would become {@code fass.de}, which may belong to somebody else.
 */
final class HostNames {

    private static final String ENCODED = "xn--";
    private static final char ASCII_MAX = 0x7f;

    /** The longest a domain name can be (RFC 1035, 2.3.4), and so at most what it is before it is encoded. */
    private static final int NAME_CHARS_MAX = 253;

    private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE
            | IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ);

    private HostNames() {}

    /** The name in lower case and ASCII; empty where it has a character, or a label, that names cannot have. */
    static Optional<String> ascii(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (lower.chars().allMatch(letter -> letter <= ASCII_MAX) && !lower.contains(ENCODED)) {
            return Optional.of(lower);
        }
        if (name.length() > NAME_CHARS_MAX) {
            return Optional.empty();
        }
        var info = new IDNA.Info();
        var ascii = UTS46.nameToASCII(name, new StringBuilder(), info).toString();
        return info.hasErrors() ? Optional.empty() : Optional.of(ascii);
    }
}
