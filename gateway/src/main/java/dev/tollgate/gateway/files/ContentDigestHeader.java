package dev.tollgate.gateway.files;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of a {@code Content-Digest} header (RFC 9530). Other algorithms are ignored. */
final class ContentDigestHeader {

    private static final Pattern SHA256 = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/]{43}=):");

    private ContentDigestHeader() {}

    /** In lower-case hex; null where there is none. */
    static @Nullable String sha256(@Nullable String header) {
        if (header == null || header.length() > 1_024) {
            return null;
        }
        var found = SHA256.matcher(header);
        return found.find() ? HexFormat.of().formatHex(Base64.getDecoder().decode(found.group(1))) : null;
    }
}
