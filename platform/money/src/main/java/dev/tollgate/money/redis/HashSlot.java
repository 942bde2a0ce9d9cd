package dev.tollgate.money.redis;

import dev.tollgate.contract.caller.TenantId;
import java.nio.charset.StandardCharsets;

/** The slot of a key in a Redis cluster: CRC-16/XMODEM of its hash tag, as the Redis Cluster specification says. */
public final class HashSlot {

    /** The slots of every cluster. */
    public static final int COUNT = 16_384;

    private static final int POLYNOMIAL = 0x1021;
    private static final int TOP_BIT = 0x8000;
    private static final int MASK = 0xffff;
    private static final int[] TABLE = table();

    private HashSlot() {}

    /** All keys of a tenant have it as their hash tag. */
    public static int of(TenantId tenant) {
        return ofTag(tenant.text());
    }

    public static int of(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open);
        return ofTag(close > open + 1 ? key.substring(open + 1, close) : key);
    }

    private static int ofTag(String tag) {
        int crc = 0;
        for (byte one : tag.getBytes(StandardCharsets.UTF_8)) {
            crc = (crc << Byte.SIZE ^ TABLE[(crc >>> Byte.SIZE ^ one) & 0xff]) & MASK;
        }
        return crc % COUNT;
    }

    private static int[] table() {
        int[] table = new int[1 << Byte.SIZE];
        for (int at = 0; at < table.length; at++) {
            int crc = at << Byte.SIZE;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & TOP_BIT) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            table[at] = crc & MASK;
        }
        return table;
    }
}
