package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.embedded.S3Server;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Transfers of a file by the AWS SDK alone, with the options that the product gives it. */
final class SdkTransfers implements AutoCloseable {

    private static final String WHOLE = "whole";
    private static final String IN_PARTS = "in-parts";
    private static final int PART = 16 << 20;

    private final String bucket;
    private final S3AsyncClient client;

    SdkTransfers(S3Server server) {
        this.bucket = server.newBucket();
        this.client = S3AsyncClient.builder()
                .region(Region.of(S3Server.REGION))
                .endpointOverride(URI.create(server.url()))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.KEY, S3Server.SECRET)))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .build();
    }

    String uploaded(Path file) {
        var put = client.putObject(object -> object.bucket(bucket).key(WHOLE), AsyncRequestBody.fromFile(file));
        return put.join().eTag();
    }

    /** The same with a request for each part, one after the other. */
    String uploadedInParts(Path file) throws IOException {
        var upload = client.createMultipartUpload(
                        create -> create.bucket(bucket).key(IN_PARTS))
                .join()
                .uploadId();
        var parts = new ArrayList<CompletedPart>();
        try (var bytes = FileChannel.open(file, StandardOpenOption.READ)) {
            for (var part = read(bytes); part.hasRemaining(); part = read(bytes)) {
                int number = parts.size() + 1;
                var sent = client.uploadPart(
                                request -> request.bucket(bucket)
                                        .key(IN_PARTS)
                                        .uploadId(upload)
                                        .partNumber(number),
                                AsyncRequestBody.fromByteBuffer(part))
                        .join();
                parts.add(CompletedPart.builder()
                        .partNumber(number)
                        .eTag(sent.eTag())
                        .build());
            }
        }
        return client.completeMultipartUpload(complete -> complete.bucket(bucket)
                        .key(IN_PARTS)
                        .uploadId(upload)
                        .multipartUpload(made -> made.parts(parts)))
                .join()
                .eTag();
    }

    private static ByteBuffer read(FileChannel bytes) throws IOException {
        var part = ByteBuffer.allocate(PART);
        while (part.hasRemaining() && bytes.read(part) >= 0) {}
        return part.flip();
    }

    /** Downloads what was uploaded whole, and drops its bytes. */
    String downloaded(Path file) throws IOException {
        try (var answer = client.getObject(
                        object -> object.bucket(bucket).key(WHOLE), AsyncResponseTransformer.toBlockingInputStream())
                .join()) {
            long received = answer.transferTo(OutputStream.nullOutputStream());
            require(received == Files.size(file), "a download has the bytes of the upload, not " + received);
            return answer.response().eTag();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
