package dev.tollgate.gateway.http;

import org.jspecify.annotations.Nullable;

/** Hosts as headers name them, by the grammar of RFC 3986: {@code host [":" port]}, and nothing else. */
public final class Authority {

    private static final String BESIDE_LETTERS = "-._~!$&'()*+,;=%";
    private static final int PORT_MAX = 65_535;
    private static final int PORT_DIGITS_MAX = 5;

    private Authority() {}

    /** The host, without its port; null for an unsupported authority, such as one with user information. */
    public static @Nullable String host(String authority) {
        return isValid(authority) ? authority.substring(0, hostEnd(authority)) : null;
    }

    /** Whether an authority is supported. */
    static boolean isValid(String authority) {
        int hostEnd = hostEnd(authority);
        return hostEnd > 0 && isHost(authority, hostEnd) && isPort(authority, hostEnd);
    }

    private static int hostEnd(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        return end < 0 ? authority.length() : end;
    }

    private static boolean isHost(String authority, int end) {
        boolean literal = authority.startsWith("[");
        for (int at = literal ? 1 : 0; at < (literal ? end - 1 : end); at++) {
            char found = authority.charAt(at);
            boolean fits = literal ? Character.digit(found, 16) >= 0 || found == ':' || found == '.' : isName(found);
            if (!fits || found > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(char found) {
        return (found >= 'a' && found <= 'z')
                || (found >= '0' && found <= '9')
                || (found >= 'A' && found <= 'Z')
                || BESIDE_LETTERS.indexOf(found) >= 0;
    }

    private static boolean isPort(String authority, int from) {
        if (from == authority.length()) {
            return true;
        }
        int port = 0;
        for (int at = from + 1; at < authority.length(); at++) {
            char digit = authority.charAt(at);
            if (digit < '0' || digit > '9' || at - from > PORT_DIGITS_MAX) {
                return false;
            }
            port = port * 10 + digit - '0';
        }
        return authority.charAt(from) == ':' && port <= PORT_MAX;
    }
}
