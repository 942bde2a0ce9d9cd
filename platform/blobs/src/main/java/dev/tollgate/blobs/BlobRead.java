package dev.tollgate.blobs;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Bytes of a blob as they are read. Paused until handlers are set and it is resumed or fetched from. */
public interface BlobRead extends ReadStream<Buffer> {

    /** Ends the read and frees what it uses. To be called always, also after the end or a failure. */
    Future<Void> close();
}
