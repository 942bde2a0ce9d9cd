package dev.tollgate.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** An input read as a list of choices, a byte each; the first ones are made for ever once it is used up. */
public final class Choices {

    private final byte[] input;
    private int at;

    public Choices(byte[] input) {
        this.input = input;
    }

    /** A number from 0 to {@code bound - 1}; bounds are at most 65,536. */
    public int below(int bound) {
        int chosen = next();
        return (bound <= 256 ? chosen : chosen << 8 | next()) % bound;
    }

    /** True once in so many times. */
    public boolean once(int times) {
        return below(times) == times - 1;
    }

    public <T> T of(List<T> values) {
        return values.get(below(values.size()));
    }

    /** A text of at most so many bytes. */
    public String text(int bytesMax) {
        int end = Math.min(input.length, at + below(bytesMax + 1));
        var text = new String(input, at, Math.max(0, end - at), StandardCharsets.UTF_8);
        at = Math.max(at, end);
        return text;
    }

    /** All that has not been used. */
    public byte[] rest() {
        var rest = Arrays.copyOfRange(input, Math.min(at, input.length), input.length);
        at = input.length;
        return rest;
    }

    private int next() {
        return at < input.length ? input[at++] & 0xff : 0;
    }
}
