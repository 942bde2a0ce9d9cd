package dev.tollgate.blobs.intake;

/** A body ended before, or went on after, the size that was named for it. */
public final class SizeMismatch extends RuntimeException {

    SizeMismatch(long expected, long received) {
        super("expected " + expected + " bytes, received " + received, null, false, false);
    }
}
