package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.answer.Problem;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** The answer to an operation that a page called. */
public sealed interface CallAnswer {

    /**
     * It was done.
     *
     * @param envelope as programs get it
     * @param table the same as comma-separated values; null where nobody asked
     */
    record Done(JsonNode envelope, @Nullable Buffer table) implements CallAnswer {

        public JsonNode content() {
            return envelope.path("data");
        }
    }

    /** It was refused. */
    record Refused(Problem problem) implements CallAnswer {}
}
