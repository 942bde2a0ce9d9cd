package dev.tollgate.gateway.credential;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses in CIDR notation, or a single one. An IPv4 address mapped into IPv6 is that IPv4 address, in
 * ranges and in looked-up addresses.
 */
public final class AddressRange {

    /** The longest text of an address and its prefix length. */
    public static final int CHARS_MAX = 49;

    private static final Pattern LETTERS = Pattern.compile("[0-9a-fA-F:.]{2,45}(/[0-9]{1,3})?");
    private static final Pattern OCTAL = Pattern.compile("(^|[.:])0[0-9]+(?=\\.|$|/)");
    private static final int IPV6_BYTES = 16;
    private static final int MAPPED_BYTES = 12;
    private static final int MAPPED_BITS = MAPPED_BYTES * Byte.SIZE;

    private final byte[] network;
    private final int prefixBits;

    private AddressRange(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /** The range {@code text} means; anything else throws with a message for its author. */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        var network = LETTERS.matcher(text).matches() && !isOctal(address)
                ? NetUtil.createByteArrayFromIpAddressString(address)
                : null;
        if (network == null) {
            throw unfit();
        }
        int all = network.length * Byte.SIZE;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits > all) {
            throw unfit();
        }
        return isMapped(network) && bits >= MAPPED_BITS
                ? new AddressRange(unmapped(network), bits - MAPPED_BITS)
                : new AddressRange(network, bits);
    }

    /**
     * Ranges of a setting.
     *
     * @throws IllegalArgumentException that names the text that means none
     */
    public static List<AddressRange> all(List<String> texts) {
        return texts.stream().map(AddressRange::named).toList();
    }

    private static AddressRange named(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(text + ' ' + wrong.getMessage(), wrong);
        }
    }

    /** Whether one of these ranges holds the address; none holds what is no address. */
    public static boolean holds(List<AddressRange> ranges, String address) {
        if (ranges.isEmpty()) {
            return false;
        }
        var bytes = bytes(address);
        return bytes != null && ranges.stream().anyMatch(range -> range.holds(bytes));
    }

    /** The bytes of an address, an IPv4 one always as four; null for what is no address, or could be two. */
    public static byte @Nullable [] bytes(String address) {
        var bytes = isOctal(address) ? null : NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || !isMapped(bytes) ? bytes : unmapped(bytes);
    }

    /**
     * What bounds and throttles count an address as: an IPv4 address as itself, an IPv6 one as its /64, which is what
     * one customer has. What is no address counts as itself.
     */
    public static String source(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        var bytes = bytes(address);
        return bytes == null || bytes.length != IPV6_BYTES
                ? address
                : HexFormat.of().formatHex(bytes, 0, IPV6_BYTES / 2) + "/64";
    }

    /** Whether the address with these {@link #bytes} is in it. */
    public boolean holds(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int mask = 0x80 >>> bit % Byte.SIZE;
            if ((address[bit / Byte.SIZE] & mask) != (network[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** A part of an IPv4 address that begins with a zero means one thing here and another there. */
    private static boolean isOctal(String address) {
        return address.indexOf('.') >= 0 && OCTAL.matcher(address).find();
    }

    private static boolean isMapped(byte[] address) {
        if (address.length != IPV6_BYTES) {
            return false;
        }
        for (int at = 0; at < MAPPED_BYTES; at++) {
            if (address[at] != (at < MAPPED_BYTES - 2 ? 0 : (byte) 0xff)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] unmapped(byte[] address) {
        return Arrays.copyOfRange(address, MAPPED_BYTES, IPV6_BYTES);
    }

    private static IllegalArgumentException unfit() {
        return new IllegalArgumentException("is not an IP address or CIDR block, such as 203.0.113.7 or 2001:db8::/32");
    }
}
