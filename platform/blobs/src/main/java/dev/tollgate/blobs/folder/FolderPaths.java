package dev.tollgate.blobs.folder;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.blobs.PartTag;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names in the folder. A blob is {@code workspace/aa/id}: a file, or a directory of parts with a manifest. What is
 * unfinished has the id, a dot and a token that ends in {@code .tmp}, a file, or {@code .parts}, a directory.
 */
record FolderPaths(Path root) {

    private static final String WHOLE = ".tmp";
    private static final String PARTS = ".parts";
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}\\.(tmp|parts)");
    private static final Pattern TAG = Pattern.compile("[0-9a-f]{32}");

    Path directory(BlobKey key) {
        return root.resolve(key.directory());
    }

    Path blob(BlobKey key) {
        return root.resolve(key.path());
    }

    /** A new upload of a blob in one piece. */
    static BlobUpload whole(BlobKey key) {
        return new BlobUpload(key, random() + WHOLE);
    }

    /** A new upload in parts. */
    static BlobUpload inParts(BlobKey key) {
        return new BlobUpload(key, random() + PARTS);
    }

    static PartTag tag() {
        return new PartTag(random());
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    static boolean isToken(String token) {
        return TOKEN.matcher(token).matches();
    }

    /** Where an upload is. */
    Path upload(BlobUpload upload) {
        if (!isToken(upload.token())) {
            throw new IllegalArgumentException("not a token of this store: " + upload.token());
        }
        return directory(upload.key()).resolve(upload.key().id() + "." + upload.token());
    }

    /** The name of an attempt to write a part. */
    static String part(int number, PartTag tag) {
        if (!TAG.matcher(tag.value()).matches()) {
            throw new IllegalArgumentException("not a tag of this store: " + tag.value());
        }
        return "%05d.%s".formatted(number, tag.value());
    }
}
