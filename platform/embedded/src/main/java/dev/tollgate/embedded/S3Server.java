package dev.tollgate.embedded;

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

/**
 * A server with the API of S3 in this JVM, over a folder, for tests and benches. Its libraries are optional: an
 * artifact that uses it names them.
 */
public final class S3Server implements AutoCloseable {

    public static final String REGION = "us-east-1";
    public static final String KEY = "embedded-key";
    public static final String SECRET = "embedded-secret";

    private final BlobStoreContext context;
    private final S3Proxy proxy;

    private S3Server(BlobStoreContext context, S3Proxy proxy) {
        this.context = context;
        this.proxy = proxy;
    }

    public static S3Server start(Path folder) throws Exception {
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
        return new S3Server(context, proxy);
    }

    /** Makes an empty bucket and returns its name. */
    public String newBucket() {
        var name = "blobs-" + UUID.randomUUID();
        var _ = context.getBlobStore().createContainerInLocation(null, name);
        return name;
    }

    public String url() {
        return "http://127.0.0.1:" + proxy.getPort();
    }

    /** Stops it; fails with {@link IllegalStateException} where that is not possible. */
    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (InterruptedException broken) {
            Thread.currentThread().interrupt();
        } catch (Exception broken) {
            throw new IllegalStateException("the server does not stop", broken);
        } finally {
            context.close();
        }
    }
}
