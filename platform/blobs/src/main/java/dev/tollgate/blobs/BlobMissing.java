package dev.tollgate.blobs;

/** There is no blob, or no upload, of this name. */
public final class BlobMissing extends RuntimeException {

    public BlobMissing(String name) {
        super("missing in the blob store: " + name);
    }
}
