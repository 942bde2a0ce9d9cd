package dev.tollgate.blobs.s3;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.filesystem.FilesystemApiMetadata;

/** A server with the API of S3, over a folder. */
final class S3Server implements AutoCloseable {

    private static final String KEY = "test-key";
    private static final String SECRET = "test-secret";

    private final BlobStoreContext context;
    private final S3Proxy proxy;

    private S3Server(BlobStoreContext context, S3Proxy proxy) {
        this.context = context;
        this.proxy = proxy;
    }

    static S3Server start(Path folder) throws Exception {
        var properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir",
                Files.createDirectories(folder.resolve("s3")).toString());
        var context = ContextBuilder.newBuilder(new FilesystemApiMetadata())
                .credentials("identity", "credential")
                .overrides(properties)
                .build(BlobStoreContext.class);
        var proxy = S3Proxy.builder()
                .blobStore(context.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
                .build();
        proxy.start();
        return new S3Server(context, proxy);
    }

    /** An empty bucket. */
    S3Bucket newBucket() {
        var name = "blobs-" + UUID.randomUUID();
        context.getBlobStore().createContainerInLocation(null, name);
        return new S3Bucket(name, "us-east-1", "http://127.0.0.1:" + proxy.getPort(), KEY, SECRET);
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
        context.close();
    }
}
