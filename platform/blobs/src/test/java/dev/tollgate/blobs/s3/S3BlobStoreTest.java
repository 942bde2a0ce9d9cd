package dev.tollgate.blobs.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.BlobStoreContract;
import dev.tollgate.blobs.ChunkStream;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.S3Server;
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
        server = S3Server.start(folder.resolve("s3"));
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    private static S3Bucket bucket(String name) {
        return new S3Bucket(name, S3Server.REGION, server.url(), S3Server.KEY, S3Server.SECRET);
    }

    @Override
    protected BlobStore open() {
        return S3BlobStore.open(loop.vertx, bucket(server.newBucket()));
    }

    @Test
    void a_bucket_that_does_not_exist_is_unavailable() {
        var store = S3BlobStore.open(loop.vertx, bucket("no-such-bucket"));

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
