package dev.tollgate.blobs.intake;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;

/** A SHA-256 whose state can be stored between the parts of an upload, and continued by another process. */
public final class ResumableSha256 implements ContentDigest {

    private final SHA256Digest digest;

    private ResumableSha256(SHA256Digest digest) {
        this.digest = digest;
    }

    /** One of no bytes yet. */
    public static ResumableSha256 start() {
        return new ResumableSha256(new SHA256Digest());
    }

    /**
     * Continues from a state.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ResumableSha256 of(byte[] state) {
        try {
            return new ResumableSha256(new SHA256Digest(state));
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException("not a state of SHA-256", wrong);
        }
    }

    @Override
    public void update(Buffer bytes) {
        var array = bytes.getBytes();
        digest.update(array, 0, array.length);
    }

    /** The state after all bytes so far. */
    public byte[] state() {
        return digest.getEncodedState();
    }

    @Override
    public String sha256() {
        var result = new byte[digest.getDigestSize()];
        var _ = new SHA256Digest(digest).doFinal(result, 0);
        return HexFormat.of().formatHex(result);
    }
}
