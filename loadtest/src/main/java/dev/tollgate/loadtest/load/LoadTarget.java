package dev.tollgate.loadtest.load;

import dev.tollgate.loadtest.client.HttpCall;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Target of a load: its calls are sent one after the other, repeatedly.
 *
 * @param calls at least one
 * @param failures texts that make a response an error, whatever its status. With any, errors are counted by the code of
 *     their problem; empty to ignore bodies, which costs the client less
 */
public record LoadTarget(int port, List<HttpCall> calls, List<String> failures) {

    public LoadTarget {
        calls = List.copyOf(calls);
        failures = List.copyOf(failures);
        if (calls.isEmpty()) {
            throw new IllegalArgumentException("nothing to send");
        }
    }

    /** The calls as the bytes that are sent. */
    List<Buffer> requests() {
        return calls.stream().map(call -> Buffer.buffer(call.bytes(port))).toList();
    }
}
