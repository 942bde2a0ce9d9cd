package dev.tollgate.gateway.access;

import org.jspecify.annotations.Nullable;

/** One element of {@code Forwarded}, as section 4 of RFC 7239 has it: {@code for=192.0.2.60;proto=http}. */
final class ForwardedElement {

    private ForwardedElement() {}

    /** The value of {@code for}; null where it is missing or said twice. */
    static @Nullable String node(String element) {
        String node = null;
        for (int at = 0; at < element.length(); ) {
            int end = pairEnd(element, at);
            int equals = element.indexOf('=', at);
            if (equals >= 0
                    && equals < end
                    && element.substring(at, equals).strip().equalsIgnoreCase("for")) {
                if (node != null) {
                    return null;
                }
                node = unquoted(element.substring(equals + 1, end).strip());
            }
            at = end + 1;
        }
        return node;
    }

    private static int pairEnd(String element, int from) {
        boolean quoted = false;
        for (int at = from; at < element.length(); at++) {
            char found = element.charAt(at);
            if (found == '\\' && quoted) {
                at++;
            } else if (found == '"') {
                quoted = !quoted;
            } else if (found == ';' && !quoted) {
                return at;
            }
        }
        return element.length();
    }

    private static String unquoted(String value) {
        boolean whole = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return whole ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }
}
