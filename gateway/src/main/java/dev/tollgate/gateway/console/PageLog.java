package dev.tollgate.gateway.console;

import dev.tollgate.gateway.console.call.Visit;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line for each page, form and stream of somebody who is signed in, under the request id that the page shows:
 * also for pages that call no operation. No line has a query, a form or a secret.
 */
final class PageLog {

    private static final Logger LOGGER = LoggerFactory.getLogger("dev.tollgate.page");
    private static final int PATH_CHARS_MAX = 200;

    private PageLog() {}

    /** A page was answered. */
    static void answered(Visit visit) {
        var request = visit.request();
        var arrival = visit.arrival();
        var path = request.path();
        LOGGER.atInfo()
                .addKeyValue("requestId", arrival.requestId())
                .addKeyValue("actor", visit.session().owner().qualifiedId())
                .addKeyValue("method", request.method().name())
                .addKeyValue("path", path.length() > PATH_CHARS_MAX ? path.substring(0, PATH_CHARS_MAX) : path)
                .addKeyValue("status", request.response().getStatusCode())
                .addKeyValue(
                        "durationMicros", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - arrival.startedNanos()))
                .addKeyValue("clientAddress", arrival.clientAddress())
                .log("page answered");
    }
}
