package dev.tollgate.blobs.intake;

/** The first bytes of a file are of another media type than was declared. */
public final class MediaTypeMismatch extends RuntimeException {

    private final String found;

    MediaTypeMismatch(String declared, String found) {
        super("declared as " + declared + ", first bytes are of " + found, null, false, false);
        this.found = found;
    }

    /** What the bytes are of. */
    public String found() {
        return found;
    }
}
