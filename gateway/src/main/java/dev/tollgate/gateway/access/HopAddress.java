package dev.tollgate.gateway.access;

import dev.tollgate.gateway.credential.AddressRange;
import io.netty.util.NetUtil;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address as peers and proxies write it: perhaps in brackets, with a port or a zone ({@code 192.0.2.1:80},
 * {@code [2001:db8::1]:80}, {@code fe80::1%eth0}). It has one spelling: that of RFC 5952, without port and zone, and an
 * IPv4 address that was mapped into IPv6 is that IPv4 address.
 */
final class HopAddress {

    /** Digits, or an obfuscated port of RFC 7239. */
    private static final Pattern PORT = Pattern.compile("(:([0-9]{1,5}|_[A-Za-z0-9._-]+))?");

    private HopAddress() {}

    /** Its one spelling; null for what is no address, such as {@code unknown} and {@code _hidden}. */
    static @Nullable String canonical(String hop) {
        var host = host(hop);
        var bytes = host == null ? null : AddressRange.bytes(host);
        return bytes == null ? null : NetUtil.bytesToIpAddress(bytes);
    }

    private static @Nullable String host(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']') + 1;
            return end > 0 && isPort(hop.substring(end)) ? hop.substring(1, end - 1) : null;
        }
        int colon = hop.indexOf(':');
        if (colon < 0 || hop.indexOf(':', colon + 1) >= 0) {
            return hop;
        }
        return isPort(hop.substring(colon)) ? hop.substring(0, colon) : null;
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches();
    }
}
