package dev.tollgate.blobs.check;

import dev.tollgate.blobs.BlobCheck.Scan;
import dev.tollgate.blobs.BlobCheck.Verdict;
import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One INSTREAM of clamd (clamd(8)): the command, chunks with their length in four bytes in front, a chunk of length 0;
 * then one line that ends with NUL. The last chunk, with which clamd begins to scan, waits for a place. Once anything
 * fails the verdict is that nothing is known, and bytes are ignored.
 */
final class ClamdScan implements Scan {

    /** Time for a chunk to be taken, and for the answer after the last one. */
    private static final int ANSWER_SECONDS = 20;

    private static final int ANSWER_MAX = 4_096;
    private static final String PREFIX = "stream: ";
    private static final String FOUND = " FOUND";
    private static final String CLEAN = "stream: OK";

    private final Future<NetSocket> connected;
    private final ScanPlaces places;
    private final TenantId tenant;
    private final Promise<Verdict> verdict = Promise.promise();
    private final Buffer answer = Buffer.buffer();
    private @Nullable NetSocket socket;

    ClamdScan(Future<NetSocket> connecting, ScanPlaces places, TenantId tenant) {
        this.places = places;
        this.tenant = tenant;
        connected = connecting.compose(this::start).onFailure(_ -> unknown());
    }

    private Future<NetSocket> start(NetSocket to) {
        socket = to;
        to.handler(this::answered);
        to.exceptionHandler(_ -> unknown());
        to.closeHandler(_ -> unknown());
        if (verdict.future().isComplete()) {
            // Given up while it connected.
            var _ = to.close();
        }
        return to.write(Buffer.buffer("zINSTREAM\0", "US-ASCII")).map(to);
    }

    @Override
    public Future<Void> write(Buffer bytes) {
        return bytes.length() == 0
                ? Future.succeededFuture()
                : sent(Buffer.buffer().appendInt(bytes.length()).appendBuffer(bytes));
    }

    private Future<Void> sent(Buffer chunk) {
        if (verdict.future().isComplete()) {
            return Future.succeededFuture();
        }
        return connected
                .compose(to -> to.write(chunk))
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .onFailure(_ -> unknown())
                .otherwiseEmpty();
    }

    @Override
    public Future<Verdict> end() {
        var ended = verdict.future().isComplete() ? verdict.future() : inTurn();
        return ended.onComplete(_ -> abort());
    }

    private Future<Verdict> inTurn() {
        return places.take(tenant).compose(place -> switch (place) {
            case TAKEN -> scanned();
            case TENANT_FULL -> Future.succeededFuture(new Verdict.TooMany());
            case FULL -> Future.succeededFuture(new Verdict.Unavailable());
        });
    }

    /** What is given up by us goes on at clamd. */
    private Future<Verdict> scanned() {
        return sent(Buffer.buffer().appendInt(0))
                .compose(_ -> verdict.future().timeout(ANSWER_SECONDS, TimeUnit.SECONDS))
                .onComplete(told -> places.ended(tenant, told.failed()))
                .otherwise(new Verdict.Unavailable());
    }

    @Override
    public void abort() {
        unknown();
        if (socket != null) {
            var _ = socket.close();
        }
    }

    private void unknown() {
        var _ = verdict.tryComplete(new Verdict.Unavailable());
    }

    private void answered(Buffer bytes) {
        var _ = answer.appendBuffer(bytes);
        var text = answer.toString(StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        if (end >= 0) {
            var _ = verdict.tryComplete(verdict(text.substring(0, end)));
        } else if (answer.length() > ANSWER_MAX) {
            unknown();
        }
    }

    private static Verdict verdict(String line) {
        if (line.equals(CLEAN)) {
            return new Verdict.Clean();
        }
        return line.startsWith(PREFIX) && line.endsWith(FOUND)
                ? new Verdict.Infected(line.substring(PREFIX.length(), line.length() - FOUND.length()))
                : new Verdict.Unavailable();
    }
}
