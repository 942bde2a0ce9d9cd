package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.gateway.fixture.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/** An upload whose scan takes as long as the test says. */
class LongScansTest extends OneUploadTests {

    private static final int SIZE = 100_000;

    private final Scanner scanner = new Scanner();

    LongScansTest() {
        super(SIZE);
    }

    @Override
    BlobCheck scanner() {
        return scanner;
    }

    @Test
    void an_upload_that_is_complete_is_not_too_slow_while_it_is_scanned() {
        client.send(new byte[SIZE]);
        Eventually.within(SOON, () -> assertThat(scanner.hasAll).isTrue());

        passed(TransferPace.STALL_MAX);
        passed(TransferPace.TIME_MAX);
        server.run(() -> scanner.verdict.complete(new BlobCheck.Verdict.Clean()));

        assertThat(client.line()).contains("200");
    }

    /** Has its verdict from the test. */
    private static final class Scanner implements BlobCheck, BlobCheck.Scan {

        private final Promise<Verdict> verdict = Promise.promise();
        private volatile boolean hasAll;

        @Override
        public Scan begin(TenantId tenant) {
            return this;
        }

        @Override
        public Future<Void> write(Buffer bytes) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Verdict> end() {
            hasAll = true;
            return verdict.future();
        }

        @Override
        public void abort() {}
    }
}
