package dev.tollgate.records.work;

import dev.tollgate.records.secret.SecretBox;
import io.vertx.core.buffer.Buffer;

/**
 * Answers that hold a secret, kept so that only this installation can read them, bound to the call they answer. Form:
 * the id of the key, then what the box made. Safe from every thread.
 */
public final class EncryptedAnswers {

    private final SecretBox box;

    /** Seals with the box's present key; opens what was sealed with a former one too. */
    public EncryptedAnswers(SecretBox box) {
        this.box = box;
    }

    Buffer sealed(Buffer plain, String boundTo) {
        var sealed = box.sealed(plain.getBytes(), boundTo);
        return Buffer.buffer(sealed.keyId()).appendBuffer(sealed.bytes());
    }

    /** Throws when the bytes were sealed with a key that is not known any more, or for another call. */
    Buffer opened(Buffer kept, String boundTo) {
        if (kept.length() < SecretBox.KEY_ID_CHARS) {
            throw new IllegalStateException("unknown encryption format");
        }
        var keyId = kept.getString(0, SecretBox.KEY_ID_CHARS);
        var bytes = kept.getBuffer(SecretBox.KEY_ID_CHARS, kept.length());
        return Buffer.buffer(box.opened(new SecretBox.Sealed(keyId, bytes), boundTo));
    }
}
