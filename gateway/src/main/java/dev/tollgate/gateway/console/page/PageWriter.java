package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SEE_OTHER;

import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.http.ArrivalFactory;
import dev.tollgate.gateway.http.BrowserHeaders;
import dev.tollgate.gateway.http.PiecewiseBody;
import dev.tollgate.gateway.http.ProblemResponses;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Iterator;

/** Renders templates and sends pages, with the headers that every page has. Safe on every event loop. */
public final class PageWriter {

    private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence CSV = HttpHeaders.createOptimized("text/csv; charset=utf-8; header=present");
    private static final CharSequence EVENTS = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence BUFFERING = HttpHeaders.createOptimized("X-Accel-Buffering");
    private static final CharSequence NO = HttpHeaders.createOptimized("no");
    private static final CharSequence DISPOSITION = HttpHeaders.createOptimized("Content-Disposition");

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final boolean https;

    /** @param https whether browsers reach the console by https */
    PageWriter(boolean https) {
        this.https = https;
    }

    /** Sends a page. */
    public void page(HttpServerRequest request, int status, String requestId, String template, Object view) {
        if (isOver(request)) {
            return;
        }
        var html = new Utf8ByteOutput();
        templates.render(template, view, html);
        head(request, status, requestId).response().putHeader(HttpHeaders.CONTENT_TYPE, HTML);
        ProblemResponses.finish(request, Buffer.buffer(html.toByteArray()));
    }

    /** Sends a table to be stored. */
    void table(HttpServerRequest request, String requestId, String name, Iterator<Buffer> pieces) {
        if (isOver(request)) {
            return;
        }
        head(request, OK.code(), requestId)
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, CSV)
                .putHeader(DISPOSITION, "attachment; filename=\"" + name + ".csv\"");
        PiecewiseBody.send(request, pieces);
    }

    /** Sends a program what it asked for. */
    public void json(HttpServerRequest request, int status, String requestId, Buffer bytes) {
        if (isOver(request)) {
            return;
        }
        head(request, status, requestId).response().putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        ProblemResponses.finish(request, bytes);
    }

    /** Begins a stream of events, which stays open. */
    public void stream(Visit visit) {
        var request = visit.request();
        if (isOver(request)) {
            return;
        }
        head(request, OK.code(), visit.arrival().requestId().text())
                .response()
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, EVENTS)
                .putHeader(BUFFERING, NO);
    }

    /** Sends the browser to another page, which it reads by GET. */
    public void redirect(HttpServerRequest request, String requestId, String url) {
        if (isOver(request)) {
            return;
        }
        head(request, SEE_OTHER.code(), requestId).response().putHeader(HttpHeaders.LOCATION, url);
        ProblemResponses.finish(request, Buffer.buffer());
    }

    /** Whether the browser has its answer, or went away. */
    private static boolean isOver(HttpServerRequest request) {
        return request.response().ended() || request.response().closed();
    }

    private HttpServerRequest head(HttpServerRequest request, int status, String requestId) {
        BrowserHeaders.console(request.response(), https);
        request.response().setStatusCode(status).putHeader(ArrivalFactory.REQUEST_ID, requestId);
        return request;
    }
}
