package dev.tollgate.blobs.s3;

import dev.tollgate.blobs.BlobEntry;
import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobPage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Pages of what is in a bucket: first its objects, then its unfinished uploads. Other keys are left out. */
final class S3List {

    /** Where the unfinished uploads start, and what their positions begin with: no key of a blob does. */
    private static final String UPLOADS = "uploads:";

    private final S3AsyncClient client;
    private final String bucket;

    S3List(S3AsyncClient client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    CompletableFuture<BlobPage> page(@Nullable String from) {
        if (from == null || !from.startsWith(UPLOADS)) {
            return client.listObjectsV2(
                            list -> list.bucket(bucket).startAfter(from).maxKeys(BlobPage.ENTRIES_MAX))
                    .thenApply(S3List::objects);
        }
        var position = from.substring(UPLOADS.length());
        int space = position.indexOf(' ');
        return client.listMultipartUploads(list -> {
                    // At most 1,000 by default, which some servers do not let change.
                    var _ = list.bucket(bucket);
                    if (space > 0) {
                        var _ = list.keyMarker(position.substring(0, space))
                                .uploadIdMarker(position.substring(space + 1));
                    }
                })
                .thenApply(S3List::uploads);
    }

    private static BlobPage objects(ListObjectsV2Response response) {
        var entries = response.contents().stream()
                .map(object -> BlobKey.of(object.key()).map(key -> new BlobEntry(key, object.lastModified(), null)))
                .flatMap(Optional::stream)
                .toList();
        boolean more = Boolean.TRUE.equals(response.isTruncated())
                && !response.contents().isEmpty();
        return new BlobPage(entries, more ? response.contents().getLast().key() : UPLOADS);
    }

    private static BlobPage uploads(ListMultipartUploadsResponse response) {
        List<BlobEntry> entries = response.uploads().stream()
                .map(upload ->
                        BlobKey.of(upload.key()).map(key -> new BlobEntry(key, upload.initiated(), upload.uploadId())))
                .flatMap(Optional::stream)
                .toList();
        boolean more = Boolean.TRUE.equals(response.isTruncated()) && response.nextKeyMarker() != null;
        return new BlobPage(
                entries, more ? UPLOADS + response.nextKeyMarker() + ' ' + response.nextUploadIdMarker() : null);
    }
}
