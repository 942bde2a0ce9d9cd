package dev.tollgate.records.work;

import dev.tollgate.records.secret.SecretBox;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.List;

/** Answers that hold a secret, kept so that only this installation can read them, bound to the call they answer. */
public final class SealedAnswers {

    private final SecretBox box;

    /** The key is 32 bytes. */
    public SealedAnswers(byte[] key, SecureRandom random) {
        this.box = new SecretBox(key, List.of(), random);
    }

    Buffer sealed(Buffer plain, String boundTo) {
        return box.sealed(plain.getBytes(), boundTo).bytes();
    }

    /** Throws when the bytes were sealed with another key or for another call. */
    Buffer opened(Buffer sealed, String boundTo) {
        return Buffer.buffer(box.opened(new SecretBox.Sealed(box.presentId(), sealed), boundTo));
    }
}
