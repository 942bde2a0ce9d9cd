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
 */
public record IntakeChecks(long size, @Nullable String mediaType, List<ContentDigest> digests, BlobCheck.Scan scan) {

    public IntakeChecks {
        digests = List.copyOf(digests);
    }
}
