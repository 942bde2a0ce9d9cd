package dev.tollgate.runtime.kafka;

import java.util.UUID;

/** Which partition a key belongs to. Must never change: offsets and outbox slices depend on it. */
public final class Partitioner {
    private Partitioner() {}

    /** From 0 to {@code partitions - 1}. The mixing is the finisher of SplitMix64 (Steele, Lea, Flood 2014). */
    public static int of(UUID key, int partitions) {
        var mixed = key.getMostSignificantBits() * 31 + key.getLeastSignificantBits();
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 31;
        return (int) Long.remainderUnsigned(mixed, partitions);
    }
}
