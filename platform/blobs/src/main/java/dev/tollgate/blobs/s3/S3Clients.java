package dev.tollgate.blobs.s3;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * Makes clients of S3. Their threads are ours: those that a client makes for itself are waited for 2 s at its end, in
 * case somebody still gives them work.
 */
final class S3Clients {

    private static final int CONNECTIONS_MAX = 256;
    private static final int WAITING_MAX = 1_024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    private static final int END_SECONDS_MAX = 5;

    private S3Clients() {}

    /** Threads for one client, to be ended behind it. The SDK knows this class only, and uses it itself. */
    @SuppressWarnings("deprecation")
    static EventLoopGroup threads() {
        return new NioEventLoopGroup();
    }

    /** Ends a client, and then its threads without a wait for them. Blocks. */
    static void close(S3AsyncClient client, EventLoopGroup threads) {
        client.close();
        var _ = threads.shutdownGracefully(0, END_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /**
     * One that never repeats a request, since a stream cannot be repeated, and that adds no checksums of its own: some
     * servers with this API refuse them. Payloads are not signed over HTTPS.
     */
    static S3AsyncClient of(S3Bucket bucket, EventLoopGroup threads) {
        var client = S3AsyncClient.builder()
                .region(Region.of(bucket.region()))
                .credentialsProvider(credentials(bucket))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(calls -> calls.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroup(SdkEventLoopGroup.create(threads, NioSocketChannel::new))
                        .maxConcurrency(CONNECTIONS_MAX)
                        .maxPendingConnectionAcquires(WAITING_MAX)
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .connectionAcquisitionTimeout(IDLE_TIMEOUT)
                        .readTimeout(IDLE_TIMEOUT)
                        .writeTimeout(IDLE_TIMEOUT));
        if (bucket.endpoint() != null) {
            client.endpointOverride(URI.create(bucket.endpoint())).forcePathStyle(true);
        }
        return client.build();
    }

    private static AwsCredentialsProvider credentials(S3Bucket bucket) {
        return bucket.accessKey() == null || bucket.secretKey() == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(bucket.accessKey(), bucket.secretKey()));
    }
}
