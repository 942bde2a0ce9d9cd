package dev.tollgate.gateway.credential;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
    private static final IPAddressStringParameters STRICT = strict();
    private static final Pattern LEADING_ZERO = Pattern.compile("(^|[.:])0[0-9]+(?=\\.|$)");
    private static final int IPV6_BYTES = 16;

    private final byte[] first;
    private final byte[] last;

    private AddressRange(IPAddress block) {
        this.first = block.getLower().getBytes();
        this.last = block.getUpper().getBytes();
    }

    /** The range {@code text} means; anything else throws with a message for its author. */
    public static AddressRange parse(String text) {
        // The library strips white space, and throws an unchecked exception for a prefix length of many digits.
        var address = LETTERS.matcher(text).matches() ? new IPAddressString(text, STRICT).getAddress() : null;
        if (address == null) {
            throw new IllegalArgumentException(
                    "is not an IP address or CIDR block, such as 203.0.113.7 or 2001:db8::/32");
        }
        var block = address.isPrefixed() ? address.toPrefixBlock() : address;
        return new AddressRange(isIpv4(text, block) ? block.toIPv6().getEmbeddedIPv4Address() : block);
    }

    /**
     * Whether it is an IPv4 address in IPv6 form, as {@link #bytes} reads it: {@code ::ffff:a.b.c.d},
     * {@code ::a.b.c.d}.
     */
    private static boolean isIpv4(String text, IPAddress block) {
        return block.isIPv6()
                && (block.toIPv6().isIPv4Mapped()
                        || (text.indexOf('.') >= 0 && block.toIPv6().isIPv4Compatible()));
    }

    /** One address, or one with a prefix length, with all its parts and no leading zeros that could mean octal. */
    private static IPAddressStringParameters strict() {
        var strict = new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowPrefixOnly(false)
                .allow_inet_aton(false);
        strict.getIPv4AddressParametersBuilder().allowLeadingZeros(false);
        var ipv6 = strict.getIPv6AddressParametersBuilder();
        ipv6.allowUnlimitedLeadingZeros(false);
        ipv6.getEmbeddedIPv4AddressParametersBuilder().allowLeadingZeros(false);
        return strict.toParams();
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

    /**
     * The bytes of an address, an IPv4 one always as four; null for what is no address, or could be two. Asked for
     * every connection and hop, so Netty reads it, which allocates little.
     */
    public static byte @Nullable [] bytes(String address) {
        // A part of an IPv4 address that begins with a zero means one thing here and another there.
        var bytes = address.indexOf('.') >= 0 && LEADING_ZERO.matcher(address).find()
                ? null
                : NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length < IPV6_BYTES ? bytes : unmapped(bytes);
    }

    private static byte[] unmapped(byte[] ipv6) {
        try {
            return InetAddress.getByAddress(ipv6).getAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The key under which limits and throttles count an address: an IPv4 address itself, of an IPv6 address its /64,
     * which belongs to one customer. Text that is no address counts as itself.
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
        return address.length == first.length
                && Arrays.compareUnsigned(first, address) <= 0
                && Arrays.compareUnsigned(address, last) <= 0;
    }
}
