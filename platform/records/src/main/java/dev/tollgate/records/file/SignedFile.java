package dev.tollgate.records.file;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.reference.AssetId;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * What a signed URL allows.
 *
 * @param credential id of the actor that it was issued to, such as {@code key_…}
 * @param blob the blob of the upload, or the stored one
 * @param expiresAt whole seconds
 */
public record SignedFile(
        AssetId asset, WorkspaceId workspace, String credential, UUID blob, Purpose purpose, Instant expiresAt) {

    /** What the URL is for. */
    public enum Purpose {
        /** Sends the bytes. */
        PUT,
        /** Downloads them. */
        GET,
        /** Downloads them to be shown in a browser. */
        INLINE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The key of the blob. */
    public BlobKey key() {
        return new BlobKey(workspace, blob);
    }

    boolean ended(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
