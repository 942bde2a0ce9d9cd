package dev.tollgate.webhooks.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a URL strictly: anything that two parsers could read as different hosts is malformed. That is user-info, a
 * backslash, white space, an address in an unusual notation, and anything a browser would correct.
 */
final class UrlText {

    static final int LENGTH_MAX = 2_048;
    private static final int HOST_LENGTH_MAX = 253;
    private static final int PORT_DIGITS_MAX = 5;
    private static final String NO_DECIMALS = "An IPv4 address must be written as four decimal numbers.";

    private static final Pattern URL = Pattern.compile("(?i)(https?)://([^/?#]*)([^#]*)");
    private static final Pattern PRINTABLE = Pattern.compile("[^\\s\\p{Cc}\\p{Cf}\\p{Z}\\\\]+");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]]*)(?::([0-9]*))?");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
    /** Text that browsers or inet_aton parse as a number. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");

    private UrlText() {}

    /** The URL cannot be read, or could be read in two ways. */
    static final class Malformed extends Exception {

        private final String reason;

        Malformed(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    static Destination destination(String url) throws Malformed {
        if (url.length() > LENGTH_MAX) {
            throw new Malformed("The URL is longer than " + LENGTH_MAX + " characters.");
        }
        if (!PRINTABLE.matcher(url).matches()) {
            throw new Malformed("The URL must not contain white space, control characters or backslashes.");
        }
        var parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new Malformed(
                    url.indexOf('#') < 0
                            ? "The URL must be absolute and begin with https://."
                            : "The URL must not have a fragment.");
        }
        if (parts.group(2).indexOf('@') >= 0) {
            throw new Malformed("The URL must not have a user or password.");
        }
        var authority = AUTHORITY.matcher(parts.group(2));
        if (!authority.matches()) {
            throw new Malformed("The URL has no valid host.");
        }
        boolean tls = parts.group(1).equalsIgnoreCase("https");
        return destination(tls, authority.group(1), port(authority.group(2), tls), parts.group(3));
    }

    private static Destination destination(boolean tls, String hostText, int port, String rest) throws Malformed {
        @Nullable IPAddress literal = hostText.startsWith("[") ? ipv6(hostText) : null;
        var host = literal == null ? name(hostText) : literal.toCanonicalString();
        if (literal == null) {
            literal = ipv4(host);
        }
        var target = rest.startsWith("/") ? rest : "/" + rest;
        var shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        var portText = port == Destination.defaultPort(tls) ? "" : ":" + port;
        var uri = uri((tls ? "https://" : "http://") + shown + portText + target);
        @Nullable InetAddress address = literal == null ? null : literal.toInetAddress();
        return new Destination(uri, tls, host, port, address, target);
    }

    private static URI uri(String text) throws Malformed {
        if (text.chars().anyMatch(c -> c > '~')) {
            throw new Malformed("The part after the host must be ASCII; percent-encode other characters.");
        }
        try {
            return new URI(text).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new Malformed("The URL contains characters that must be percent-encoded.");
        }
    }

    private static int port(@Nullable String text, boolean tls) throws Malformed {
        if (text == null) {
            return Destination.defaultPort(tls);
        }
        if (text.isEmpty() || text.length() > PORT_DIGITS_MAX || text.startsWith("0")) {
            throw new Malformed("The port must be a number from 1 to 65535.");
        }
        return Integer.parseInt(text);
    }

    private static IPAddress ipv6(String bracketed) throws Malformed {
        var text = bracketed.substring(1, bracketed.length() - 1);
        if (text.indexOf('%') >= 0) {
            throw new Malformed("An IPv6 address must not name a zone.");
        }
        var address = text.indexOf(':') < 0 || text.indexOf('/') >= 0 ? null : new IPAddressString(text).getAddress();
        if (address == null || !address.isIPv6() || address.isMultiple()) {
            throw new Malformed("The value in brackets is not an IPv6 address.");
        }
        if (address.toIPv6().isIPv4Mapped()) {
            throw new Malformed(NO_DECIMALS);
        }
        return address;
    }

    /** In lower case and ASCII, without the dot that may end it. */
    private static String name(String text) throws Malformed {
        var ascii = HostNames.ascii(text).orElseThrow(() -> new Malformed("The host is not a valid domain name."));
        var host = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (host.length() > HOST_LENGTH_MAX || !NAME.matcher(host).matches()) {
            throw new Malformed("The URL has no valid host.");
        }
        return host;
    }

    /** The address, where the host is one as it is usually written; null where it is a name. */
    private static @Nullable IPAddress ipv4(String host) throws Malformed {
        var last = host.substring(host.lastIndexOf('.') + 1);
        if (!NUMBER.matcher(last).matches()) {
            return null;
        }
        var address = new IPAddressString(host).getAddress();
        if (address == null
                || !address.isIPv4()
                || address.isMultiple()
                || !address.toCanonicalString().equals(host)) {
            throw new Malformed(NO_DECIMALS);
        }
        return address;
    }
}
