package dev.tollgate.gateway.console.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.answer.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The answer to an operation that a page called. */
public sealed interface CallAnswer {

    /**
     * It was done.
     *
     * @param envelope as programs get it; missing if a table was asked for
     * @param table comma-separated values, piece by piece; null where nobody asked
     */
    record Done(JsonNode envelope, @Nullable Iterator<Buffer> table) implements CallAnswer {

        public JsonNode content() {
            return envelope.path("data");
        }
    }

    /** It was refused. */
    record Refused(Problem problem) implements CallAnswer {}
}
