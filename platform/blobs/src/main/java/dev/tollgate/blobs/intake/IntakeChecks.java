package dev.tollgate.blobs.intake;

import dev.tollgate.blobs.BlobCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is done with bytes that pass.
 *
 * @param size the bytes that must come
 * @param mediaType what the first bytes may be of; null where they are not sniffed, such as in a second part
 * @param digests updated on a worker thread; read them once the bytes have passed
 * @param scan gets the bytes; its owner ends it once the bytes have passed
 * @param batchBytes checked and stored at a time: from {@link #BATCH_BYTES_MIN} to {@link #BATCH_BYTES_MAX}. A body
 *     holds about five times as many
 */
public record IntakeChecks(
        long size, @Nullable String mediaType, List<ContentDigest> digests, BlobCheck.Scan scan, int batchBytes) {

    /** As many as are sniffed. */
    public static final int BATCH_BYTES_MIN = MediaSniffer.BYTES_MAX;

    /** Beyond it, handing a batch from thread to thread costs nothing beside its bytes. */
    public static final int BATCH_BYTES_MAX = 256 << 10;

    public IntakeChecks {
        digests = List.copyOf(digests);
        if (batchBytes < BATCH_BYTES_MIN || batchBytes > BATCH_BYTES_MAX) {
            throw new IllegalArgumentException("not the size of a batch: " + batchBytes);
        }
    }
}
