package dev.tollgate.blobs;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Settings of files. */
@ConfigMapping(prefix = "tollgate.files")
public interface FilesDeclaration {

    @Setting("Base of the signed URLs of files. A host of its own keeps files apart from the API. Default: public-url.")
    Optional<String> url();

    @Setting(value = "Maximum size of a file, in bytes.", min = 1, max = 5_368_709_120L)
    @WithDefault("5368709120")
    long sizeMax();

    @Setting(
            value =
                    "Maximum bytes of the uploads of a workspace that are not complete: they are stored and not charged.",
            min = 1,
            max = 1_000_000_000_000L)
    @WithDefault("53687091200")
    long pendingMax();

    @Setting("Folder of the files, shared by all gateways. Not used if s3.bucket is set.")
    @WithDefault("data/files")
    String folder();

    @Setting("Address of clamd as host:port; every upload is scanned. Default: none, nothing is scanned.")
    Optional<String> clamd();

    /** The bucket that takes the place of the folder. */
    S3 s3();

    /** Settings of the bucket. */
    interface S3 {

        @Setting("Bucket of the files. Default: none, files are stored in the folder.")
        Optional<String> bucket();

        @Setting("URL of a server with the API of S3, addressed by path. Default: Amazon's of the region.")
        Optional<String> endpoint();

        @Setting("Region of the bucket.")
        @WithDefault("us-east-1")
        String region();

        @Setting("Access key ID. Default: from the environment, as the AWS SDK finds it.")
        Optional<String> accessKey();

        @Setting(value = "Secret of the access key.", secret = true)
        Optional<String> secretKey();
    }
}
