package dev.tollgate.blobs.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.BlobStoreContract;
import dev.tollgate.blobs.ChunkStream;
import dev.tollgate.contract.outcome.Failure;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BlobStoreTest extends BlobStoreContract {

    @TempDir
    static Path folder;

    private static S3Server server;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start(folder);
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Override
    protected BlobStore open() {
        return S3BlobStore.open(loop.vertx, server.newBucket());
    }

    @Test
    void a_bucket_that_does_not_exist_is_unavailable() {
        var bucket = server.newBucket();
        var store = S3BlobStore.open(
                loop.vertx,
                new S3Bucket(
                        "no-such-bucket", bucket.region(), bucket.endpoint(), bucket.accessKey(), bucket.secretKey()));

        var failure = loop.failure(() -> store.write(key(), 5, ChunkStream.of(loop.vertx, new byte[5])));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
        loop.run(store::close);
    }

    @Test
    void a_server_that_is_away_is_unavailable() {
        var store =
                S3BlobStore.open(loop.vertx, new S3Bucket("blobs", "us-east-1", "http://127.0.0.1:1", "key", "secret"));

        var failure = loop.failure(() -> store.size(key()));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
        loop.run(store::close);
    }
}
