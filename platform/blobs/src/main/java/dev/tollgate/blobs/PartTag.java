package dev.tollgate.blobs;

/**
 * The store's name of one finished attempt to write a part. To be kept until the upload is finished.
 *
 * @param value at most {@link #LENGTH_MAX} characters
 */
public record PartTag(String value) {

    public static final int LENGTH_MAX = 128;

    public PartTag {
        if (value.isEmpty() || value.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a part tag has 1 to " + LENGTH_MAX + " characters");
        }
    }
}
