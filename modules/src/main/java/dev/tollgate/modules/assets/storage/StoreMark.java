package dev.tollgate.modules.assets.storage;

import dev.tollgate.blobs.BlobEntry;
import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobPage;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.UUID;

/**
 * The blob that says which installation a store belongs to. It is written before the first sweep.
 *
 * @param installation id of this installation
 * @param written whether it was written before
 */
record StoreMark(UUID installation, boolean written) {

    /** Of no workspace, and first in every list. */
    private static final WorkspaceId OWNER = new WorkspaceId(new UUID(0, 0));

    private static final Buffer CONTENT = Buffer.buffer("The files of one installation of Tollgate.");

    static boolean is(BlobEntry entry) {
        return entry.key().workspace().equals(OWNER);
    }

    private BlobKey key() {
        return new BlobKey(OWNER, installation);
    }

    /**
     * Whether the store belongs to this installation and to no other; it is marked if it was not.
     *
     * @param page of its list; marks of other installations are in the first
     */
    Future<Boolean> confirmed(BlobStore store, BlobPage page) {
        if (page.entries().stream().anyMatch(entry -> is(entry) && !entry.key().equals(key()))) {
            return Future.succeededFuture(false);
        }
        return written
                ? store.size(key()).map(size -> size.isPresent())
                : store.write(key(), CONTENT.length(), new BufferStream(CONTENT))
                        .map(true);
    }
}
