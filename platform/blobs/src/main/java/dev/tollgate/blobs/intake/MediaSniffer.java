package dev.tollgate.blobs.intake;

import java.io.IOException;
import java.util.Objects;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;

/**
 * Compares what the first bytes of a file say with the media type that its owner says. Stateless; takes milliseconds.
 */
public final class MediaSniffer {

    /** The bytes that are looked at. */
    public static final int BYTES_MAX = 64 << 10;

    private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
    private static final MediaTypeRegistry REGISTRY = TYPES.getMediaTypeRegistry();

    private MediaSniffer() {}

    /** Whether a text is a media type, such as {@code text/plain; charset=utf-8}. */
    public static boolean known(String mediaType) {
        return MediaType.parse(mediaType) != null;
    }

    /** The media type of the first bytes of a file, {@code application/octet-stream} where they tell nothing. */
    public static String sniffed(byte[] first) {
        try (var bytes = TikaInputStream.get(first)) {
            return TYPES.detect(bytes, new Metadata()).getBaseType().toString();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether the first bytes may be those of a file of this type: they are of the type itself or of a supertype. */
    public static boolean accepts(String mediaType, byte[] first) {
        var declared = MediaType.parse(mediaType);
        if (declared == null) {
            return false;
        }
        if (first.length == 0) {
            return true;
        }
        var type = REGISTRY.normalize(declared.getBaseType());
        var found = REGISTRY.normalize(Objects.requireNonNull(MediaType.parse(sniffed(first))));
        return found.equals(type) || REGISTRY.isSpecializationOf(type, found);
    }
}
