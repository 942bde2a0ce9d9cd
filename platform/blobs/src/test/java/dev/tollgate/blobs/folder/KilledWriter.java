package dev.tollgate.blobs.folder;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.ChunkStream;
import dev.tollgate.blobs.Loop;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.UUID;

/** A process that writes blobs, several at a time, until it is killed; a line for each that was acknowledged. */
final class KilledWriter {

    static final int SIZE = 1_500_000;

    private KilledWriter() {}

    public static void main(String[] args) {
        var vertx = Vertx.vertx();
        var store = new FolderBlobStore(vertx, Path.of(args[0]));
        var bytes = Loop.random(SIZE, 1);
        vertx.getOrCreateContext().runOnContext(_ -> {
            for (int writer = 0; writer < 4; writer++) {
                var _ = write(vertx, store, bytes);
            }
        });
    }

    private static Future<Void> write(Vertx vertx, FolderBlobStore store, byte[] bytes) {
        var key = new BlobKey(new WorkspaceId(UUID.randomUUID()), UUID.randomUUID());
        return store.write(key, SIZE, ChunkStream.of(vertx, bytes)).compose(_ -> {
            System.out.println(key.path());
            return write(vertx, store, bytes);
        });
    }
}
