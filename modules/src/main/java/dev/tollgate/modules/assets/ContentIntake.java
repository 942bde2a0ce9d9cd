package dev.tollgate.modules.assets;

import dev.tollgate.blobs.BlobCheck.Verdict;
import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.Blobs;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.assets.storage.BufferStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Scans content that comes within a call, and stores it under a key of its own. One per event loop. */
final class ContentIntake {

    private static final Duration UNSCANNED_PAUSE = Duration.ofSeconds(10);

    private final Blobs blobs;

    ContentIntake(Blobs blobs) {
        this.blobs = blobs;
    }

    /**
     * Stores the content, outside of any transaction: scanner and store may be slow.
     *
     * @return empty for a dry run, which scans and stores nothing; refused, and nothing stored, if the scanner finds
     *     something, is away or has too much to do
     */
    Future<Outcome<Optional<BlobKey>>> stored(Call<?> call, Buffer bytes) {
        if (call.conditions().dryRun()) {
            return Future.succeededFuture(Outcome.done(Optional.empty()));
        }
        var scan = blobs.check().begin(call.caller().tenantId());
        return scan.write(bytes).compose(_ -> scan.end()).compose(verdict -> switch (verdict) {
            case Verdict.Clean _ -> written(call, bytes).map(Outcome::done);
            case Verdict.Infected(String signature) ->
                refused(new Refusal.Conflict("The scanner has found " + signature + " in the content."));
            case Verdict.Unavailable _ -> refused(new Refusal.ServiceUnavailable(UNSCANNED_PAUSE, false));
            case Verdict.TooMany _ ->
                refused(new Refusal.RateLimited("Too many files of this tenant are being scanned.", UNSCANNED_PAUSE));
        });
    }

    private Future<Optional<BlobKey>> written(Call<?> call, Buffer bytes) {
        var key = new BlobKey(call.caller().workspaceId(), UUID.randomUUID());
        return blobs.store().write(key, bytes.length(), new BufferStream(bytes)).map(Optional.of(key));
    }

    private static <T> Future<Outcome<T>> refused(Refusal refusal) {
        return Future.succeededFuture(Outcome.refused(refusal));
    }

    /**
     * Deletes the content where no row can refer to it; what cannot be deleted now, the sweep of orphans finds.
     *
     * @param referred whether the transaction made a row that refers to it
     * @param written the end of the transaction
     * @return {@code written}, once that is done
     */
    <A> Future<Outcome<A>> keptIf(AtomicBoolean referred, BlobKey blob, Future<Outcome<A>> written) {
        return written.transform(result -> {
            var isKept = result.succeeded()
                    ? referred.get() && result.result() instanceof Outcome.Done<A>
                    : result.cause() instanceof Failure failure && failure.effectUnknown();
            var discarded = isKept
                    ? Future.<Void>succeededFuture()
                    : blobs.store().delete(blob).otherwiseEmpty();
            return discarded.compose(_ -> written);
        });
    }
}
