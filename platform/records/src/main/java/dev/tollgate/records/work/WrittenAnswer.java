package dev.tollgate.records.work;

import dev.tollgate.contract.operation.Call;
import io.vertx.core.buffer.Buffer;

/** How an answer is written as the JSON that stands under {@code data}: a replay gives the very same bytes. */
@FunctionalInterface
public interface WrittenAnswer {
    Buffer data(Call<?> call, Object answer);
}
