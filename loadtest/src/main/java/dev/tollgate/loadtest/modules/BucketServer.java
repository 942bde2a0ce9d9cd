package dev.tollgate.loadtest.modules;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.filesystem.FilesystemApiMetadata;

/** A server with the API of S3 in this process, over a folder, with one bucket. */
final class BucketServer implements AutoCloseable {

    static final String BUCKET = "bench";
    static final String REGION = "us-east-1";
    static final String KEY = "bench-key";
    static final String SECRET = "bench-secret";

    private final BlobStoreContext context;
    private final S3Proxy proxy;

    private BucketServer(BlobStoreContext context, S3Proxy proxy) {
        this.context = context;
        this.proxy = proxy;
    }

    static BucketServer start(Path folder) throws Exception {
        var properties = new Properties();
        properties.setProperty(
                "jclouds.filesystem.basedir", Files.createDirectories(folder).toString());
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
        context.getBlobStore().createContainerInLocation(null, BUCKET);
        return new BucketServer(context, proxy);
    }

    String url() {
        return "http://127.0.0.1:" + proxy.getPort();
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception broken) {
            throw new IllegalStateException("the S3 server did not stop", broken);
        } finally {
            context.close();
        }
    }
}
