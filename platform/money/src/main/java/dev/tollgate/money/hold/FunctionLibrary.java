package dev.tollgate.money.hold;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The text of the Redis function library. Its clock may be set off, so that tests turn buckets and months. */
public final class FunctionLibrary {

    private static final String RESOURCE = "tollgate.lua";
    private static final String CLOCK = "local OFFSET_MS = 0\n";

    private FunctionLibrary() {}

    /** As production loads it: the clock is Redis's own. */
    public static String source() {
        try (InputStream text = Objects.requireNonNull(FunctionLibrary.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + RESOURCE, e);
        }
    }

    /** The same with a clock that is ahead by this many milliseconds. */
    public static String source(long offsetMillis) {
        String source = source();
        if (!source.contains(CLOCK)) {
            throw new IllegalStateException(RESOURCE + " has no clock to set");
        }
        return source.replace(CLOCK, "local OFFSET_MS = " + offsetMillis + "\n");
    }
}
