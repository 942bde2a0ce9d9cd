package dev.tollgate.records.file;

import dev.tollgate.blobs.PartTag;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A body that is in the store.
 *
 * @param sha256 digest of the file so far
 * @param digestState the same, to be continued by the next part; null for the whole file
 * @param part its tag; null for the whole file
 * @param infected what the scanner has found; null for nothing
 */
public record ReceivedBytes(
        String sha256,
        @Nullable Buffer digestState,
        @Nullable PartTag part,
        @Nullable String infected) {}
