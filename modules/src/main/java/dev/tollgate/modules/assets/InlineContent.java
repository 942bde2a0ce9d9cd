package dev.tollgate.modules.assets;

import dev.tollgate.blobs.intake.ContentDigest;
import dev.tollgate.blobs.intake.MediaSniffer;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.modules.assets.AssetOperations.NewAsset;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file that comes within the call that creates it.
 *
 * @param bytes of the content; null where there is none, or it cannot be read
 * @param faults everything that is wrong with it
 */
record InlineContent(@Nullable Buffer bytes, List<FieldError> faults) {

    private static final String IN_BASE64 = "content_base64";

    InlineContent {
        faults = List.copyOf(faults);
    }

    static InlineContent of(NewAsset input) {
        var faults = new ArrayList<FieldError>();
        if (input.content() != null && input.contentBase64() != null) {
            faults.add(new FieldError(IN_BASE64, "cannot be together with content"));
        }
        var field = input.content() == null ? IN_BASE64 : "content";
        var bytes = bytes(input, faults);
        if (bytes == null) {
            return new InlineContent(null, faults);
        }
        if (bytes.length() == 0 || bytes.length() > AssetOperations.INLINE_BYTES_MAX) {
            faults.add(new FieldError(
                    field,
                    "must have 1 to " + AssetOperations.INLINE_BYTES_MAX
                            + " bytes; send a larger file to the upload URL"));
            return new InlineContent(null, faults);
        }
        compare(input, field, bytes, faults);
        return new InlineContent(bytes, faults);
    }

    private static @Nullable Buffer bytes(NewAsset input, List<FieldError> faults) {
        if (input.content() != null) {
            return Buffer.buffer(input.content().getBytes(StandardCharsets.UTF_8));
        }
        if (input.contentBase64() == null) {
            return null;
        }
        try {
            return Buffer.buffer(Base64.getDecoder().decode(input.contentBase64()));
        } catch (IllegalArgumentException wrong) {
            faults.add(new FieldError(IN_BASE64, "must be base64 (RFC 4648, section 4) without line breaks"));
            return null;
        }
    }

    private static void compare(NewAsset input, String field, Buffer bytes, List<FieldError> faults) {
        if (input.byteSize() != null && input.byteSize() != bytes.length()) {
            faults.add(new FieldError("byte_size", "must be " + bytes.length() + ", the size of the content"));
        }
        if (input.sha256() != null && !input.sha256().equals(sha256(bytes))) {
            faults.add(new FieldError("sha256", "must be " + sha256(bytes) + ", the digest of the content"));
        }
        var first = bytes.getBytes(0, Math.min(bytes.length(), MediaSniffer.BYTES_MAX));
        if (!MediaSniffer.accepts(input.mimeType(), first)) {
            faults.add(new FieldError(field, "is of the type " + MediaSniffer.sniffed(first) + ", not of mime_type"));
        }
    }

    static String sha256(Buffer bytes) {
        var digest = ContentDigest.whole();
        digest.update(bytes);
        return digest.sha256();
    }
}
