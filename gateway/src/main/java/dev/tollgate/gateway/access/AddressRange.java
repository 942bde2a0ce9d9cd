package dev.tollgate.gateway.access;

import io.netty.util.NetUtil;

/** A block of IP addresses in CIDR notation, or a single one. */
final class AddressRange {

    private final byte[] network;
    private final int prefixBits;

    private AddressRange(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /** The range {@code text} means; anything else throws with a sentence for the operator. */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var network = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException("not an IP address or range: " + text);
        }
        return new AddressRange(network, slash < 0 ? network.length * Byte.SIZE : bits(text, slash, network));
    }

    boolean holds(byte[] address) {
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

    private static int bits(String text, int slash, byte[] network) {
        var digits = text.substring(slash + 1);
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > network.length * Byte.SIZE) {
            throw new IllegalArgumentException("not an IP address or range: " + text);
        }
        return Integer.parseInt(digits);
    }
}
