package dev.tollgate.records.file;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobUpload;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the module answers to the head of an upload. */
public sealed interface UploadGrant {

    /** The part is there already; its body is not read. */
    record Known(UploadProgress progress) implements UploadGrant {}

    /**
     * The request may write, as the only one, until the lease ends.
     *
     * @param lease token of the lease
     * @param blob where the whole file is written; for parts, where all of them are
     * @param parts upload in parts; null for the whole file
     * @param part number of the part; 0 for the whole file
     * @param size of the body
     * @param sniffedAs media type that the first bytes must be of; null for a later part
     * @param digestState digest of the parts before; null for none
     * @param sha256 digest that the file must have once the body is there; null where it is not known yet
     */
    record Lease(
            UUID lease,
            BlobKey blob,
            @Nullable BlobUpload parts,
            int part,
            long size,
            @Nullable String sniffedAs,
            @Nullable Buffer digestState,
            @Nullable String sha256)
            implements UploadGrant {

        /** Lifetime of a lease that is not renewed. */
        public static final Duration LIFE = Duration.ofSeconds(15);

        /** Time between renewals. */
        public static final Duration RENEWED_EVERY = Duration.ofSeconds(5);
    }
}
