package dev.tollgate.gateway.app;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a public document of its own listener for some time before the process is ready, so that the code of every
 * request is compiled when the first caller comes. Has no credential: it changes no data and costs nothing, and is not
 * in the audit. Connects to 127.0.0.1: where the listener is bound to another address, the warm-up ends at once.
 */
final class WarmUp {

    static final String PATH = "/llms.txt";

    private static final Logger LOGGER = LoggerFactory.getLogger(WarmUp.class);
    private static final int CONNECTIONS = 4;
    private static final long ANSWER_MS_MAX = 2_000;
    private static final String HOST = "127.0.0.1";

    private final HttpClient client;
    private final int port;
    private final long untilNanos;
    private final AtomicInteger answers = new AtomicInteger();

    private WarmUp(HttpClient client, int port, long untilNanos) {
        this.client = client;
        this.port = port;
        this.untilNanos = untilNanos;
    }

    /**
     * Ends when the time is up and the last answer has come, or when a request of every connection has failed or had no
     * answer in 2 s. Never fails. How many answers came.
     */
    static Future<Integer> run(Vertx vertx, int port, Duration time) {
        if (!time.isPositive()) {
            return Future.succeededFuture(0);
        }
        var client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        var warmUp = new WarmUp(client, port, System.nanoTime() + time.toNanos());
        return Future.join(IntStream.range(0, CONNECTIONS)
                        .mapToObj(_ -> warmUp.connection())
                        .toList())
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("warm-up ended early"))
                .transform(_ -> client.close())
                .transform(_ -> Future.succeededFuture(warmUp.answers.get()));
    }

    private Future<Void> connection() {
        Promise<Void> ended = Promise.promise();
        next(ended);
        return ended.future();
    }

    /** No chain of futures: it would grow with every answer. */
    private void next(Promise<Void> ended) {
        if (System.nanoTime() - untilNanos >= 0) {
            ended.complete();
            return;
        }
        client.request(HttpMethod.GET, port, HOST, PATH)
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .timeout(ANSWER_MS_MAX, TimeUnit.MILLISECONDS)
                .onSuccess(_ -> {
                    answers.incrementAndGet();
                    next(ended);
                })
                .onFailure(ended::fail);
    }
}
