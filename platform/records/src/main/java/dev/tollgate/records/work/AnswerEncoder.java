package dev.tollgate.records.work;

import dev.tollgate.contract.operation.Call;
import io.vertx.core.buffer.Buffer;

/** Encodes an answer as the JSON under {@code data}: a replay returns the same bytes. */
@FunctionalInterface
public interface AnswerEncoder {
    Buffer data(Call<?> call, Object answer);
}
