package dev.tollgate.fuzz;

import java.nio.charset.StandardCharsets;

/** Assertions of a target. */
public final class Property {

    private Property() {}

    /** Fails with the promise where it does not hold. */
    public static void holds(boolean held, String promise) {
        if (!held) {
            throw new AssertionError("does not hold: " + promise);
        }
    }

    /** An input as text, every byte sequence as some text. */
    public static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }
}
