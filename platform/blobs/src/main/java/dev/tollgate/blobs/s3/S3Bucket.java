package dev.tollgate.blobs.s3;

import org.jspecify.annotations.Nullable;

/**
 * A bucket and how to reach it.
 *
 * @param endpoint URL of a server that is not Amazon's; it is addressed by path
 * @param accessKey null to find credentials in the environment
 */
public record S3Bucket(
        String name,
        String region,
        @Nullable String endpoint,
        @Nullable String accessKey,
        @Nullable String secretKey) {}
