package dev.tollgate.blobs;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Stores bytes by key. All methods return at once and are called on an event loop, where their futures complete.
 *
 * <p>A future fails with {@code Failure.Unavailable} where the store is away, slow or full; the same call may be
 * repeated. A stream of bytes must be paused when it is passed, must deliver exactly the size that was named, and is
 * read as fast as the store takes it. If it fails, the write fails with the same cause and leaves nothing. No method
 * repeats a stream.
 */
public interface BlobStore {

    /** Size of the parts of an upload, except the last: S3 wants at least 5 MiB. */
    int PART_BYTES = 16 << 20;

    /** Writes a whole blob. Done once it is durable; then it has replaced an earlier one of the same key, at once. */
    Future<Void> write(BlobKey key, long size, ReadStream<Buffer> bytes);

    /** Begins a blob in parts. Its key must have had no blob and no upload before. */
    Future<BlobUpload> begin(BlobKey key);

    /**
     * Writes a part. It may be written again, also by two writers at a time: only the attempt whose tag is passed to
     * {@link #finish} counts.
     *
     * @param number from 1
     * @param size {@link #PART_BYTES}, or less for the last part
     */
    Future<PartTag> part(BlobUpload upload, int number, long size, ReadStream<Buffer> bytes);

    /** Removes an attempt to write a part that will not be passed to {@link #finish}; the next one may be written. */
    Future<Void> discard(BlobUpload upload, int number, PartTag tag);

    /**
     * Makes the blob of its parts, at once, and removes other attempts. May be repeated with the same parts.
     *
     * @param parts tags in the order of the parts, which have no gap
     * @return fails with {@link BlobMissing} if the upload was aborted; may fail so if another attempt to write a part
     *     ended after the one whose tag is passed
     */
    Future<Void> finish(BlobUpload upload, List<PartTag> parts);

    /** Removes an unfinished upload with its parts; does nothing if there is none. */
    Future<Void> abort(BlobUpload upload);

    /**
     * Reads part of a blob.
     *
     * @param from first byte
     * @param to byte behind the last, at most the size
     * @return fails with {@link BlobMissing} if there is no such blob
     */
    Future<BlobRead> read(BlobKey key, long from, long to);

    /** The size of a blob; empty if there is none. */
    Future<OptionalLong> size(BlobKey key);

    /** Removes a blob; does nothing if there is none. A read that has begun may go on or fail. */
    Future<Void> delete(BlobKey key);

    /**
     * Lists blobs and unfinished uploads. What is written or deleted meanwhile may be missing.
     *
     * @param from the {@code next} of the page before; null for the first
     */
    Future<BlobPage> list(@Nullable String from);

    /** Frees connections and threads. */
    Future<Void> close();
}
