package dev.tollgate.blobs.folder;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobMissing;
import dev.tollgate.blobs.BlobPage;
import dev.tollgate.blobs.BlobRead;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.blobs.PartTag;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Blobs as files of a folder, which all gateways share. A file has its name only once its bytes are durable. Parts stay
 * files of their own in a directory that gets the blob's name, so that nothing is copied.
 */
public final class FolderBlobStore implements BlobStore {

    private final Vertx vertx;
    private final DiskThreads threads;
    private final FolderPaths paths;

    /** The folder is made when it is first written to. */
    public FolderBlobStore(Vertx vertx, Path root) {
        this.vertx = vertx;
        this.threads = DiskThreads.of(vertx);
        this.paths = new FolderPaths(root);
    }

    @Override
    public Future<Void> write(BlobKey key, long size, ReadStream<Buffer> bytes) {
        var temporary = paths.upload(FolderPaths.whole(key));
        return blocking(() -> {
                    DurableFiles.createDirectory(paths.directory(key));
                    return key;
                })
                .compose(_ -> FileWrite.of(threads, temporary, size, bytes))
                .compose(_ -> blocking(() -> {
                    DurableFiles.replace(temporary, paths.blob(key));
                    return key;
                }))
                .recover(FolderBlobStore::failed)
                .mapEmpty();
    }

    @Override
    public Future<BlobUpload> begin(BlobKey key) {
        var upload = FolderPaths.inParts(key);
        return blocking(() -> {
                    DurableFiles.createDirectory(paths.upload(upload));
                    return upload;
                })
                .recover(FolderBlobStore::failed);
    }

    @Override
    public Future<PartTag> part(BlobUpload upload, int number, long size, ReadStream<Buffer> bytes) {
        var tag = FolderPaths.tag();
        var directory = paths.upload(upload);
        return FileWrite.named(threads, directory.resolve(FolderPaths.part(number, tag)), size, bytes)
                .recover(FolderBlobStore::failed)
                .map(tag);
    }

    @Override
    public Future<Void> discard(BlobUpload upload, int number, PartTag tag) {
        var attempt = paths.upload(upload).resolve(FolderPaths.part(number, tag));
        return blocking(() -> Files.deleteIfExists(attempt))
                .recover(FolderBlobStore::failed)
                .mapEmpty();
    }

    @Override
    public Future<Void> finish(BlobUpload upload, List<PartTag> parts) {
        return blocking(() -> finished(upload, parts))
                .recover(FolderBlobStore::failed)
                .mapEmpty();
    }

    private BlobUpload finished(BlobUpload upload, List<PartTag> parts) throws IOException {
        var directory = paths.upload(upload);
        var blob = paths.blob(upload.key());
        try {
            var manifest = manifest(upload, parts, directory);
            manifest.write(directory);
            manifest.removeOthers(directory);
            DurableFiles.move(directory, blob);
            // Attempts that began meanwhile; none can begin from now on.
            manifest.removeOthers(blob);
        } catch (IOException broken) {
            if (!Files.isDirectory(blob) || !Manifest.read(blob).token().equals(upload.token())) {
                throw broken;
            }
        }
        return upload;
    }

    private static Manifest manifest(BlobUpload upload, List<PartTag> parts, Path directory) throws IOException {
        var listed = new ArrayList<Manifest.Part>();
        for (var tag : parts) {
            var name = FolderPaths.part(listed.size() + 1, tag);
            listed.add(new Manifest.Part(name, Files.size(directory.resolve(name))));
        }
        return new Manifest(upload.token(), listed);
    }

    @Override
    public Future<Void> abort(BlobUpload upload) {
        return blocking(() -> {
                    DurableFiles.delete(paths.upload(upload));
                    return upload;
                })
                .recover(FolderBlobStore::failed)
                .mapEmpty();
    }

    @Override
    public Future<BlobRead> read(BlobKey key, long from, long to) {
        var context = vertx.getOrCreateContext();
        return blocking(() -> new FileRead(threads, context, pieces(paths.blob(key), from, to)).opened())
                .recover(FolderBlobStore::failed)
                .map(BlobRead.class::cast);
    }

    private static List<FileRead.Piece> pieces(Path blob, long from, long to) throws IOException {
        if (from < 0 || to < from || to > sizeOf(blob)) {
            throw new IllegalArgumentException("not a range of the blob: " + from + " to " + to);
        }
        if (!Files.isDirectory(blob)) {
            return from == to ? List.of() : List.of(new FileRead.Piece(blob, from, to));
        }
        var pieces = new ArrayList<FileRead.Piece>();
        long start = 0;
        for (var part : Manifest.read(blob).parts()) {
            long first = Math.max(from, start) - start;
            long last = Math.min(to, start + part.size()) - start;
            if (first < last) {
                pieces.add(new FileRead.Piece(blob.resolve(part.name()), first, last));
            }
            start += part.size();
        }
        return pieces;
    }

    @Override
    public Future<OptionalLong> size(BlobKey key) {
        return blocking(() -> OptionalLong.of(sizeOf(paths.blob(key))))
                .recover(cause -> cause instanceof NoSuchFileException
                        ? Future.succeededFuture(OptionalLong.empty())
                        : failed(cause));
    }

    private static long sizeOf(Path blob) throws IOException {
        return Files.isDirectory(blob) ? Manifest.read(blob).size() : Files.size(blob);
    }

    @Override
    public Future<Void> delete(BlobKey key) {
        return blocking(() -> {
                    var blob = paths.blob(key);
                    if (Files.isDirectory(blob)) {
                        // Gone at once; what a stop leaves of it is an unfinished upload.
                        var gone = paths.upload(FolderPaths.inParts(key));
                        DurableFiles.replace(blob, gone);
                        DurableFiles.delete(gone);
                    } else {
                        DurableFiles.delete(blob);
                    }
                    return key;
                })
                .recover(FolderBlobStore::failed)
                .mapEmpty();
    }

    @Override
    public Future<BlobPage> list(@Nullable String from) {
        return blocking(() -> FolderList.page(paths.root(), from)).recover(FolderBlobStore::failed);
    }

    @Override
    public Future<Void> close() {
        return threads.close();
    }

    private <T> Future<T> blocking(Callable<T> step) {
        return threads.run(step);
    }

    /** What a caller sees of a broken file system; what the stream of bytes failed of passes as it is. */
    private static <T> Future<T> failed(Throwable cause) {
        Throwable seen = switch (cause) {
            case NoSuchFileException missing -> new BlobMissing(String.valueOf(missing.getFile()));
            case IOException broken -> Failure.Unavailable.before("the folder of files failed", broken);
            default -> cause;
        };
        return Future.failedFuture(seen);
    }
}
