package dev.tollgate.contract.operation;

import dev.tollgate.contract.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an answer as it is sent, and how long callers may keep it. Made once for many calls, which get the same
 * bytes; see {@link Trait#CACHEABLE}. Immutable.
 */
public final class Representation implements PreparedAnswer {

    private final byte[] json;
    private final @Nullable String entityTag;
    private final String cacheControl;

    private Representation(byte[] json, @Nullable String entityTag, String cacheControl) {
        this.json = json;
        this.entityTag = entityTag;
        this.cacheControl = cacheControl;
    }

    /**
     * An answer that callers may keep, with the SHA-256 of its content as entity tag.
     *
     * @param json not to be changed afterwards
     * @param nextCursor belongs to the content of a page; null where there is none
     * @param cacheControl value of the header Cache-Control
     */
    public static Representation kept(byte[] json, @Nullable String nextCursor, String cacheControl) {
        var digest = Sha256.start();
        digest.update(json);
        if (nextCursor != null) {
            digest.update(nextCursor.getBytes(StandardCharsets.UTF_8));
        }
        return new Representation(json, HexFormat.of().formatHex(digest.digest()), cacheControl);
    }

    /** An answer that nobody may keep. */
    public static Representation fresh(byte[] json) {
        return new Representation(json, null, "no-store");
    }

    @Override
    public byte[] json() {
        return json;
    }

    /** The entity tag without its quotes; null for an answer that nobody may keep. */
    public @Nullable String entityTag() {
        return entityTag;
    }

    /** Value of the header Cache-Control. */
    public String cacheControl() {
        return cacheControl;
    }
}
