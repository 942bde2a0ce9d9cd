package dev.tollgate.money.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of the Redis function library. Its name carries its version: {@link FunctionLoader} says why. Its clock may
 * be set off, so that tests turn buckets and months.
 */
public final class FunctionLibrary {

    /** Matches the names of all versions; Redis reads it as a glob. */
    static final String NAMES = "tollgate*";

    private static final Pattern NAME = Pattern.compile("tollgate(?:_(\\d{1,9}))?");
    private static final Pattern HEAD = Pattern.compile("#!lua name=(\\S+)");

    /** The files of the text in their order: what a file uses is in those before it. */
    private static final List<String> FILES =
            List.of("library", "run", "entry", "state", "bucket", "account", "budget", "rate", "hold", "functions");

    private static final String CLOCK = "local OFFSET_MS = 0\n";

    private FunctionLibrary() {}

    /** As production loads it: the clock is Redis's own. */
    public static String source() {
        return FILES.stream().map(FunctionLibrary::file).collect(Collectors.joining("\n"));
    }

    /** The same with a clock that is ahead by this many milliseconds. */
    public static String source(long offsetMillis) {
        String source = source();
        if (!source.contains(CLOCK)) {
            throw new IllegalStateException("the function library has no clock to set");
        }
        return source.replace(CLOCK, "local OFFSET_MS = " + offsetMillis + "\n");
    }

    /** The name in the head of a text. */
    public static String name(String library) {
        Matcher head = HEAD.matcher(library);
        if (!head.lookingAt()) {
            throw new IllegalArgumentException("a function library without a name");
        }
        return head.group(1);
    }

    /** Whether a library of this name is one of ours, of any version. */
    static boolean isOurs(String name) {
        return NAME.matcher(name).matches();
    }

    /** 0 for libraries from before versions in names. */
    static int version(String name) {
        Matcher found = NAME.matcher(name);
        return found.matches() && found.group(1) != null ? Integer.parseInt(found.group(1)) : 0;
    }

    private static String file(String name) {
        String resource = "library/" + name + ".lua";
        try (InputStream text = Objects.requireNonNull(FunctionLibrary.class.getResourceAsStream(resource), resource)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }
}
