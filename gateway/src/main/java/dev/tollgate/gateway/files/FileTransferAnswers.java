package dev.tollgate.gateway.files;

import dev.tollgate.blobs.Blobs;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.ArrivalFactory;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.money.redis.RedisCounts;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.file.FileTransfers;
import dev.tollgate.records.file.UploadGrant;
import dev.tollgate.records.file.UploadHead;
import dev.tollgate.records.file.UploadProgress;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers uploads and downloads whose URL is verified. One per event loop. */
public final class FileTransferAnswers {

    private final Vertx vertx;
    private final FileRoutes routes;
    private final Blobs blobs;
    private final FileStreams streams;
    private final UrlCounts counts;
    private final FileDownloads downloads;

    /**
     * Of one loop.
     *
     * @param streams limits of all loops
     */
    public FileTransferAnswers(Vertx vertx, FileRoutes routes, Blobs blobs, FileStreams streams, RedisCounts counts) {
        this.vertx = vertx;
        this.routes = routes;
        this.blobs = blobs;
        this.streams = streams;
        this.counts = new UrlCounts(counts);
        this.downloads = new FileDownloads(vertx, routes, blobs, streams, this.counts);
    }

    private FileTransfers transfers() {
        return Objects.requireNonNull(routes.transfers());
    }

    void progress(FileExchange exchange) {
        var full = streams.enter(exchange.signer());
        if (full != null) {
            exchange.refuse(full);
            return;
        }
        counts.answer(exchange)
                .compose(free -> free
                        ? transfers().progress(exchange.call())
                        : Future.succeededFuture(Outcome.<UploadProgress>refused(UrlCounts.spent(
                                exchange, "This URL has told its next part too often. Send the part."))))
                .onComplete(_ -> streams.leave(exchange.signer()))
                .onSuccess(outcome -> answer(exchange, outcome))
                .onFailure(exchange::broke);
    }

    void upload(FileExchange exchange, @Nullable String part) {
        var request = exchange.request();
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            exchange.refuse(new Refusal.MalformedRequest("Content-Length is required."));
            return;
        }
        var number = part == null ? null : number(part);
        if (part != null && number == null) {
            exchange.refuse(Refusal.ValidationFailed.of("part", "must be a number from 1"));
            return;
        }
        if (ContentDigestHeader.isMalformed(request)) {
            exchange.refuse(
                    new Refusal.MalformedRequest("Content-Digest must be sha-256=:<digest in base64>:, or left out."));
            return;
        }
        var full = streams.enter(exchange.signer());
        if (full != null) {
            exchange.refuse(full);
            return;
        }
        var head = new UploadHead(number, size(length), mediaType(request));
        counts.put(exchange, number)
                .compose(free -> free
                        ? begun(exchange, head)
                        : Future.succeededFuture(Outcome.<UploadGrant>refused(UrlCounts.spent(
                                exchange,
                                "This URL has taken the same bytes " + UrlCounts.PUTS_MAX
                                        + " times. Delete the asset and create it again."))))
                .compose(granted -> switch (granted) {
                    case Outcome.Done<UploadGrant>(UploadGrant.Known(UploadProgress progress)) ->
                        Future.succeededFuture(Outcome.done(progress));
                    case Outcome.Done<UploadGrant>(UploadGrant.Lease lease) -> received(exchange, lease);
                    case Outcome.Refused<UploadGrant>(Refusal refusal) ->
                        Future.succeededFuture(Outcome.<UploadProgress>refused(refusal));
                    case Outcome.Replayed<UploadGrant> replayed ->
                        throw new IllegalStateException("no replay: " + replayed);
                })
                .onComplete(_ -> streams.leave(exchange.signer()))
                .onSuccess(outcome -> answer(exchange, outcome))
                .onFailure(exchange::broke);
    }

    /** The grant of a transfer that is counted. Without a lease it does not begin, and the count is taken back. */
    private Future<Outcome<UploadGrant>> begun(FileExchange exchange, UploadHead head) {
        var granted = transfers().begin(exchange.call(), head);
        return granted.transform(result -> {
            var begins =
                    result.succeeded() && result.result() instanceof Outcome.Done<UploadGrant>(UploadGrant.Lease _);
            return begins ? granted : counts.unput(exchange, head.part()).compose(_ -> granted);
        });
    }

    private Future<Outcome<UploadProgress>> received(FileExchange exchange, UploadGrant.Lease lease) {
        if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(exchange.request().getHeader(HttpHeaders.EXPECT))) {
            exchange.request().response().writeContinue();
        }
        var target = new FileUpload.Target(transfers(), blobs);
        return new FileUpload(vertx, exchange, target, lease, streams.bounds())
                .run()
                .onComplete(result -> exchange.ended(
                        "upload",
                        result.succeeded() && result.result() instanceof Outcome.Done<UploadProgress>
                                ? lease.size()
                                : 0,
                        result.succeeded()
                                ? "ok"
                                : String.valueOf(result.cause().getMessage())));
    }

    private static @Nullable Integer number(String part) {
        return part.matches("[1-9][0-9]{0,4}") ? Integer.valueOf(part) : null;
    }

    private static long size(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException beyond) {
            return Long.MAX_VALUE;
        }
    }

    /** Without parameters, in lower case. */
    private static @Nullable String mediaType(HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null ? null : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private void answer(FileExchange exchange, Outcome<UploadProgress> outcome) {
        switch (outcome) {
            case Outcome.Done<UploadProgress>(UploadProgress progress) -> answer(exchange, progress);
            case Outcome.Refused<UploadProgress>(Refusal refusal) -> exchange.refuse(refusal);
            case Outcome.Replayed<UploadProgress> replayed -> throw new IllegalStateException("no replay: " + replayed);
        }
    }

    private static void answer(FileExchange exchange, UploadProgress progress) {
        var response = exchange.request().response();
        if (response.ended() || response.closed()) {
            return;
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("next_part", progress.nextPart());
        if (progress.sha256() != null) {
            json.put("sha256", progress.sha256());
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(
                        ArrivalFactory.REQUEST_ID,
                        exchange.arrival().requestId().text());
        ProblemResponses.finish(exchange.request(), Json.buffer(json));
    }

    void download(FileExchange exchange) {
        downloads.answer(exchange);
    }
}
