package dev.tollgate.blobs.s3;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobMissing;
import dev.tollgate.blobs.BlobPage;
import dev.tollgate.blobs.BlobRead;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.blobs.PartTag;
import dev.tollgate.contract.outcome.Failure;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Blobs as objects of a bucket. Bytes pass through this process: a part is one UploadPart, a whole blob one PutObject.
 */
public final class S3BlobStore implements BlobStore {

    private static final String INVALID_PART = "InvalidPart";
    private static final String NO_BUCKET = "NoSuchBucket";

    private final Vertx vertx;
    private final EventLoopGroup threads;
    private final S3AsyncClient client;
    private final String bucket;

    private S3BlobStore(Vertx vertx, S3Bucket bucket) {
        this.vertx = vertx;
        this.threads = S3Clients.threads();
        this.client = S3Clients.of(bucket, threads);
        this.bucket = bucket.name();
    }

    /** Connects when it is first used. */
    public static S3BlobStore open(Vertx vertx, S3Bucket bucket) {
        return new S3BlobStore(vertx, bucket);
    }

    @Override
    public Future<Void> write(BlobKey key, long size, ReadStream<Buffer> bytes) {
        var body = new StreamBody(vertx.getOrCreateContext(), bytes, size);
        return done(client.putObject(put -> put.bucket(bucket).key(key.path()).contentLength(size), body))
                .recover(cause -> Future.failedFuture(body.reason(cause)))
                .mapEmpty();
    }

    @Override
    public Future<BlobUpload> begin(BlobKey key) {
        return done(client.createMultipartUpload(create -> create.bucket(bucket).key(key.path())))
                .map(created -> new BlobUpload(key, created.uploadId()));
    }

    @Override
    public Future<PartTag> part(BlobUpload upload, int number, long size, ReadStream<Buffer> bytes) {
        var body = new StreamBody(vertx.getOrCreateContext(), bytes, size);
        return done(client.uploadPart(
                        part -> part.bucket(bucket)
                                .key(upload.key().path())
                                .uploadId(upload.token())
                                .partNumber(number)
                                .contentLength(size),
                        body))
                .recover(cause -> Future.failedFuture(body.reason(cause)))
                .map(part -> new PartTag(part.eTag()));
    }

    /** Nothing to do: the bucket has the last attempt only, which the next one replaces. */
    @Override
    public Future<Void> discard(BlobUpload upload, int number, PartTag tag) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> finish(BlobUpload upload, List<PartTag> parts) {
        var completed = new ArrayList<CompletedPart>();
        for (var tag : parts) {
            completed.add(CompletedPart.builder()
                    .partNumber(completed.size() + 1)
                    .eTag(tag.value())
                    .build());
        }
        return done(client.completeMultipartUpload(complete -> complete.bucket(bucket)
                        .key(upload.key().path())
                        .uploadId(upload.token())
                        .multipartUpload(made -> made.parts(completed))))
                .<Void>mapEmpty()
                .recover(cause -> cause instanceof BlobMissing ? finishedBefore(upload.key(), cause) : failed(cause));
    }

    /** An upload that was finished is as unknown to the server as one that was aborted; the first has made the blob. */
    private Future<Void> finishedBefore(BlobKey key, Throwable missing) {
        return size(key).compose(size -> size.isPresent() ? Future.succeededFuture() : Future.failedFuture(missing));
    }

    @Override
    public Future<Void> abort(BlobUpload upload) {
        return unlessMissing(client.abortMultipartUpload(
                abort -> abort.bucket(bucket).key(upload.key().path()).uploadId(upload.token())));
    }

    @Override
    public Future<BlobRead> read(BlobKey key, long from, long to) {
        var context = vertx.getOrCreateContext();
        if (from == to) {
            return size(key)
                    .compose(size -> size.isPresent()
                            ? Future.<BlobRead>succeededFuture(ObjectRead.empty(context))
                            : Future.failedFuture(new BlobMissing(key.path())));
        }
        return done(client.getObject(
                        get -> get.bucket(bucket).key(key.path()).range("bytes=" + from + '-' + (to - 1)),
                        AsyncResponseTransformer.toPublisher()))
                .map(answer -> ObjectRead.of(context, answer));
    }

    @Override
    public Future<OptionalLong> size(BlobKey key) {
        return done(client.headObject(head -> head.bucket(bucket).key(key.path())))
                .map(head -> OptionalLong.of(head.contentLength()))
                .recover(cause ->
                        cause instanceof BlobMissing ? Future.succeededFuture(OptionalLong.empty()) : failed(cause));
    }

    @Override
    public Future<Void> delete(BlobKey key) {
        return unlessMissing(client.deleteObject(delete -> delete.bucket(bucket).key(key.path())));
    }

    @Override
    public Future<BlobPage> list(@Nullable String from) {
        return done(new S3List(client, bucket).page(from));
    }

    @Override
    public Future<Void> close() {
        return vertx.executeBlocking(() -> {
                    S3Clients.close(client, threads);
                    return bucket;
                })
                .mapEmpty();
    }

    private Future<Void> unlessMissing(CompletableFuture<?> sent) {
        return done(sent)
                .<Void>mapEmpty()
                .recover(cause -> cause instanceof BlobMissing ? Future.succeededFuture() : failed(cause));
    }

    private <T> Future<T> done(CompletableFuture<T> sent) {
        return Future.fromCompletionStage(sent, vertx.getOrCreateContext()).recover(S3BlobStore::failed);
    }

    private static <T> Future<T> failed(Throwable cause) {
        return Future.failedFuture(seen(cause));
    }

    private static Throwable seen(Throwable cause) {
        return switch (cause) {
            case CompletionException wrapped when wrapped.getCause() != null -> seen(wrapped.getCause());
            case S3Exception answer when missing(answer) -> new BlobMissing(String.valueOf(answer.getMessage()));
            case SdkException broken -> Failure.Unavailable.before("the blob store failed", broken);
            default -> cause;
        };
    }

    private static boolean missing(S3Exception answer) {
        var details = answer.awsErrorDetails();
        var code = details == null ? null : details.errorCode();
        return INVALID_PART.equals(code) || (answer.statusCode() == NOT_FOUND.code() && !NO_BUCKET.equals(code));
    }
}
