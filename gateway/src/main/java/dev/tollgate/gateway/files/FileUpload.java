package dev.tollgate.gateway.files;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.blobs.BlobMissing;
import dev.tollgate.blobs.Blobs;
import dev.tollgate.blobs.PartTag;
import dev.tollgate.blobs.intake.ContentDigest;
import dev.tollgate.blobs.intake.IntakeChecks;
import dev.tollgate.blobs.intake.MediaTypeMismatch;
import dev.tollgate.blobs.intake.PassingBytes;
import dev.tollgate.blobs.intake.ResumableSha256;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.file.FileTransfers;
import dev.tollgate.records.file.ReceivedBytes;
import dev.tollgate.records.file.UploadGrant;
import dev.tollgate.records.file.UploadProgress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of one upload on its way into the store, under a lease that is renewed meanwhile. Whatever ends it, the
 * lease is released, and bytes that do not count are deleted. Confined to its event loop.
 */
final class FileUpload {

    private static final Duration UNSCANNED_PAUSE = Duration.ofSeconds(10);

    /** Why bytes that are in the store do not count. */
    private static final class NotCounted extends RuntimeException {
        private final Refusal refusal;

        NotCounted(Refusal refusal) {
            super(refusal.detail(), null, false, false);
            this.refusal = refusal;
        }
    }

    /** Who takes the bytes, and who records them. */
    record Target(FileTransfers transfers, Blobs blobs) {}

    private final Vertx vertx;
    private final FileExchange exchange;
    private final FileTransfers transfers;
    private final Blobs blobs;
    private final UploadGrant.Lease lease;
    private final TransferPace pace;
    private final RequestBody body;
    private final ContentDigest digest;
    private final @Nullable ContentDigest ofPart;
    private final @Nullable String contentDigest;
    private final BlobCheck.Scan scan;
    private final PassingBytes passing;
    private @Nullable PartTag attempt;
    private boolean offered;
    private boolean answered;

    FileUpload(Vertx vertx, FileExchange exchange, Target target, UploadGrant.Lease lease, TransferBounds bounds) {
        this.vertx = vertx;
        this.exchange = exchange;
        this.transfers = target.transfers();
        this.blobs = target.blobs();
        this.lease = lease;
        this.pace = bounds.pace();
        this.body = new RequestBody(exchange.request());
        this.contentDigest = ContentDigestHeader.sha256(exchange.request());
        this.digest = lease.part() == 0
                ? ContentDigest.whole()
                : lease.digestState() == null
                        ? ResumableSha256.start()
                        : ResumableSha256.of(lease.digestState().getBytes());
        this.ofPart = lease.part() > 0 && contentDigest != null ? ContentDigest.whole() : null;
        this.scan = blobs.check().begin(exchange.call().caller().tenantId());
        var digests = new ArrayList<>(List.of(digest));
        if (ofPart != null) {
            digests.add(ofPart);
        }
        this.passing = new PassingBytes(
                vertx, body, new IntakeChecks(lease.size(), lease.sniffedAs(), digests, scan, bounds.batchBytes()));
    }

    /**
     * Stores the body and records it.
     *
     * @return how far the upload is, or why nothing of the body counts; fails if the client went away, was too slow, or
     *     something broke
     */
    Future<Outcome<UploadProgress>> run() {
        var response = exchange.request().response();
        response.closeHandler(_ -> giveUp("the connection was closed"));
        if (response.closed()) {
            // While the lease was asked for: then the handler is not called.
            giveUp("the connection was closed");
        }
        var timer = vertx.setPeriodic(UploadGrant.Lease.RENEWED_EVERY.toMillis(), _ -> watch());
        return stored().compose(this::received)
                .onSuccess(_ -> answered = true)
                .recover(this::refused)
                .transform(result -> {
                    vertx.cancelTimer(timer);
                    scan.abort();
                    return released(result.succeeded() && result.result() instanceof Outcome.Done<UploadProgress>)
                            .transform(_ -> result.succeeded()
                                    ? Future.succeededFuture(result.result())
                                    : Future.failedFuture(result.cause()));
                });
    }

    /** The bytes that have come so far. */
    long received() {
        return passing.received();
    }

    private Future<Optional<PartTag>> stored() {
        return lease.part() == 0
                ? blobs.store().write(lease.blob(), lease.size(), passing).map(Optional.<PartTag>empty())
                : blobs.store()
                        .part(Objects.requireNonNull(lease.parts()), lease.part(), lease.size(), passing)
                        .onSuccess(tag -> attempt = tag)
                        .map(Optional::of);
    }

    private Future<Outcome<UploadProgress>> received(Optional<PartTag> part) {
        var wrong = wrongDigest();
        return wrong != null
                ? Future.failedFuture(new NotCounted(wrong))
                : scan.end().compose(verdict -> {
                    var state = digest instanceof ResumableSha256 resumable ? Buffer.buffer(resumable.state()) : null;
                    var bytes = new ReceivedBytes(digest.sha256(), state, part.orElse(null), infected(verdict));
                    offered = true;
                    return transfers.received(exchange.call(), lease, bytes);
                });
    }

    private @Nullable Refusal wrongDigest() {
        var received = ofPart == null ? digest : ofPart;
        return contentDigest == null || contentDigest.equals(received.sha256())
                ? null
                : Refusal.ValidationFailed.of("content_digest", "the body has the SHA-256 " + received.sha256());
    }

    private static @Nullable String infected(BlobCheck.Verdict verdict) {
        return switch (verdict) {
            case BlobCheck.Verdict.Clean _ -> null;
            case BlobCheck.Verdict.Infected(String signature) -> signature;
            case BlobCheck.Verdict.Unavailable _ ->
                throw new NotCounted(new Refusal.ServiceUnavailable(UNSCANNED_PAUSE, false));
            case BlobCheck.Verdict.TooMany _ ->
                throw new NotCounted(
                        new Refusal.RateLimited("Too many files of this tenant are being scanned.", UNSCANNED_PAUSE));
        };
    }

    private Future<Outcome<UploadProgress>> refused(Throwable cause) {
        return switch (cause) {
            case NotCounted bytes -> Future.succeededFuture(Outcome.refused(bytes.refusal));
            case MediaTypeMismatch type ->
                Future.succeededFuture(Outcome.refused(
                        Refusal.ValidationFailed.of("mime_type", "the first bytes are of the type " + type.found())));
            case BlobMissing _ ->
                Future.succeededFuture(Outcome.refused(new Refusal.Conflict(
                        "The parts that were sent before are gone. Send the whole file in one PUT.")));
            default -> Future.failedFuture(cause);
        };
    }

    /** Renews the lease, and gives up a client that is too slow; one that has sent everything waits for us. */
    void watch() {
        if (passing.received() < lease.size() && pace.isTooSlow(passing.received())) {
            giveUp("the client was too slow");
            return;
        }
        transfers.renew(exchange.call(), lease).onSuccess(held -> {
            if (!held) {
                giveUp("the lease has ended");
            }
        });
    }

    private void giveUp(String reason) {
        body.abort(VertxException.noStackTrace(reason));
        exchange.request().connection().close().onFailure(_ -> {});
    }

    /**
     * Releases the lease unless the module has answered, which ends it. Bytes that do not count are deleted; after an
     * answer that was lost they may count.
     */
    private Future<?> released(boolean counted) {
        var leased = answered ? Future.<Void>succeededFuture() : transfers.release(exchange.call(), lease);
        var deleted = counted || (offered && !answered) ? Future.<Void>succeededFuture() : deleted();
        return Future.join(leased, deleted).otherwiseEmpty();
    }

    private Future<Void> deleted() {
        if (lease.part() == 0) {
            return blobs.store().delete(lease.blob());
        }
        return attempt == null
                ? Future.succeededFuture()
                : blobs.store().discard(Objects.requireNonNull(lease.parts()), lease.part(), attempt);
    }
}
