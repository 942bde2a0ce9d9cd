package dev.tollgate.gateway.files;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_MODIFIED;
import static io.netty.handler.codec.http.HttpResponseStatus.PARTIAL_CONTENT;

import dev.tollgate.blobs.Blobs;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.ArrivalFactory;
import dev.tollgate.gateway.http.EntityTags;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.file.SignedFile.Purpose;
import dev.tollgate.records.file.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers downloads whose URL is verified: the whole file, a range of it, or that it is known. One per event loop. */
final class FileDownloads {

    private final Vertx vertx;
    private final FileRoutes routes;
    private final Blobs blobs;
    private final FileStreams streams;
    private final UrlCounts counts;

    FileDownloads(Vertx vertx, FileRoutes routes, Blobs blobs, FileStreams streams, UrlCounts counts) {
        this.vertx = vertx;
        this.routes = routes;
        this.blobs = blobs;
        this.streams = streams;
        this.counts = counts;
    }

    void answer(FileExchange exchange) {
        var full = streams.enter(exchange.signer());
        if (full != null) {
            exchange.refuse(full);
            return;
        }
        Objects.requireNonNull(routes.transfers())
                .stored(exchange.call())
                .compose(outcome -> switch (outcome) {
                    case Outcome.Done<StoredFile>(StoredFile file) -> download(exchange, file);
                    case Outcome.Refused<StoredFile>(Refusal refusal) -> {
                        exchange.refuse(refusal);
                        yield Future.<Void>succeededFuture();
                    }
                    case Outcome.Replayed<StoredFile> replayed ->
                        throw new IllegalStateException("no replay: " + replayed);
                })
                .onComplete(_ -> streams.leave(exchange.signer()))
                .onFailure(cause -> failed(exchange, cause));
    }

    /** Before the head is sent a failure is a problem; behind it only the end of the connection can tell. */
    private static void failed(FileExchange exchange, Throwable cause) {
        if (exchange.request().response().headWritten()) {
            exchange.request().connection().close().onFailure(_ -> {});
        } else {
            exchange.broke(cause);
        }
    }

    private Future<Void> download(FileExchange exchange, StoredFile file) {
        var request = exchange.request();
        var response = request.response();
        response.putHeader(
                ArrivalFactory.REQUEST_ID, exchange.arrival().requestId().text());
        if (EntityTags.knows(request, file.sha256())) {
            return withoutBytes(exchange, () -> {
                FileHeaders.put(response, file, exchange.file().purpose() == Purpose.INLINE);
                return response.setStatusCode(NOT_MODIFIED.code()).end();
            });
        }
        var range = ByteRange.of(range(request, file), file.size());
        if (range == null) {
            return withoutBytes(exchange, () -> {
                response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + file.size());
                exchange.refuse(new Refusal.RangeNotSatisfiable(file.size()));
                return Future.succeededFuture();
            });
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            return withoutBytes(exchange, () -> {
                head(exchange, file, range);
                return response.end();
            });
        }
        return counted(exchange, file, range);
    }

    /** Answers with none of the bytes, as often as a URL may. */
    private Future<Void> withoutBytes(FileExchange exchange, Supplier<Future<Void>> answer) {
        return counts.answer(exchange).compose(free -> {
            if (free) {
                return answer.get();
            }
            exchange.refuse(UrlCounts.spent(
                    exchange, "This URL has been asked too often without sending its file. Get another one."));
            return Future.succeededFuture();
        });
    }

    /** The range that is asked for, if the caller's part is of this file. */
    private static @Nullable String range(HttpServerRequest request, StoredFile file) {
        var condition = request.getHeader("If-Range");
        return request.method().equals(HttpMethod.HEAD)
                        || (condition != null && !condition.strip().equals('"' + file.sha256() + '"'))
                ? null
                : request.getHeader("Range");
    }

    private static void head(FileExchange exchange, StoredFile file, ByteRange range) {
        var response = exchange.request().response();
        FileHeaders.put(response, file, exchange.file().purpose() == Purpose.INLINE);
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.mimeType())
                .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(range.length()));
        if (range.part()) {
            response.setStatusCode(PARTIAL_CONTENT.code())
                    .putHeader(
                            HttpHeaders.CONTENT_RANGE,
                            "bytes " + range.from() + '-' + (range.to() - 1) + '/' + file.size());
        }
    }

    /** Reserves the bytes of the answer among those that the URL may serve, and gives back what was not sent. */
    private Future<Void> counted(FileExchange exchange, StoredFile file, ByteRange range) {
        return counts.serve(exchange, range.length(), file.size()).compose(free -> {
            if (!free) {
                exchange.refuse(UrlCounts.spent(exchange, "This URL has served its file twice. Get another one."));
                return Future.succeededFuture();
            }
            return blobs.store()
                    .read(file.blob(), range.from(), range.to())
                    .onFailure(_ -> counts.unserved(exchange, range.length()))
                    .compose(read -> {
                        head(exchange, file, range);
                        var response = exchange.request().response();
                        var pace = streams.bounds().pace();
                        var download = new FileDownload(vertx, read, response, range.length(), pace);
                        return download.run().onComplete(result -> {
                            exchange.ended("download", download.sent(), result.succeeded() ? "ok" : "cut");
                            counts.unserved(exchange, range.length(), download.sent());
                        });
                    });
        });
    }
}
