package dev.tollgate.runtime.redis;

import io.vertx.redis.client.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How entries become one command. The answer to the command is an array with one element per entry, in order; an
 * element that is an error fails its own entry only.
 *
 * @param <E> one entry
 */
public interface BatchEncoding<E> {
    /** The one command that carries all of them. */
    Request command(List<E> entries);

    /** The source of the function library that the command needs; null when it needs none. */
    default @Nullable String library() {
        return null;
    }
}
