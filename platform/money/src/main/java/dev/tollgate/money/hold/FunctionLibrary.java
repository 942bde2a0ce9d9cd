package dev.tollgate.money.hold;

import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of the Redis function library. It carries its version, so that the older processes of a rolling upgrade
 * leave a newer text alone. Its clock may be set off, so that tests turn buckets and months.
 */
public final class FunctionLibrary {

    static final String NAME = "tollgate";

    private static final Pattern VERSION = Pattern.compile("^local VERSION = (\\d{1,9})$", Pattern.MULTILINE);
    private static final String CODE = "library_code";

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

    /** Whether a text is to be loaded over the one of the server: over none, an older one, another of its version. */
    static boolean replaces(String library, @Nullable String loaded) {
        return loaded == null || (!loaded.equals(library) && version(loaded) <= version(library));
    }

    /** The text in the answer of {@code FUNCTION LIST}; null if the server has none. */
    static @Nullable String code(Response libraries) {
        if (libraries.size() == 0) {
            return null;
        }
        Response library = libraries.get(0);
        for (int i = 0; i + 1 < library.size(); i += 2) {
            if (CODE.equals(library.get(i).toString())) {
                return library.get(i + 1).toString();
            }
        }
        return null;
    }

    private static String file(String name) {
        String resource = "library/" + name + ".lua";
        try (InputStream text = Objects.requireNonNull(FunctionLibrary.class.getResourceAsStream(resource), resource)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }

    /** 0 for texts from before versions. */
    private static int version(String library) {
        Matcher found = VERSION.matcher(library);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
