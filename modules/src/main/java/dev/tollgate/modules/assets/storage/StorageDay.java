package dev.tollgate.modules.assets.storage;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.runtime.ids.IdSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * The storage of a workspace on one UTC day.
 *
 * @param byteDays bytes times the share of the day that they were stored, rounded up once
 */
record StorageDay(WorkspaceId workspace, LocalDate day, long byteDays) {

    /** The oldest end of a day that is charged: the meter takes no usage that is older than 35 days. */
    static final Duration CHARGED_WITHIN = Duration.ofDays(30);

    private static final long VERSION = 0x7000L;
    private static final long RANDOM_A = 0xfffL;
    private static final long RANDOM_B = 0x3fff_ffff_ffff_ffffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    Instant end() {
        return day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    boolean tooOld(Instant now) {
        return end().plus(CHARGED_WITHIN).isBefore(now);
    }

    /** The same id for the same workspace and day: a UUIDv7 of the day's end whose other bits are a digest of both. */
    UUID usageId() {
        var text = workspace.value() + " " + day;
        var digest = ByteBuffer.wrap(Sha256.of(text.getBytes(StandardCharsets.US_ASCII)));
        long time = IdSource.least(end().toEpochMilli()).getMostSignificantBits();
        return new UUID(time | VERSION | (digest.getLong() & RANDOM_A), VARIANT | (digest.getLong() & RANDOM_B));
    }
}
