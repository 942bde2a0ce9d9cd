package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * A scanner that knows one signature.
 *
 * @param work what is to be done before it has scanned everything
 */
record SignatureCheck(String bytes, String name, Supplier<Future<?>> work) implements BlobCheck {

    @Override
    public Scan begin(TenantId tenant) {
        var seen = Buffer.buffer();
        return new Scan() {
            @Override
            public Future<Void> write(Buffer more) {
                seen.appendBuffer(more);
                return Future.succeededFuture();
            }

            @Override
            public Future<Verdict> end() {
                return work.get()
                        .map(
                                seen.toString(StandardCharsets.UTF_8).contains(bytes)
                                        ? new Verdict.Infected(name)
                                        : new Verdict.Clean());
            }

            @Override
            public void abort() {}
        };
    }
}
