package dev.tollgate.webhooks.delivery;

import dev.tollgate.webhooks.address.Destination;
import dev.tollgate.webhooks.address.UrlDecision;
import dev.tollgate.webhooks.delivery.Connector.NotConnected;
import dev.tollgate.webhooks.signature.SigningKey;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attempt in flight, from the check of its URL to its result. It always has exactly one result. */
final class Attempt implements ResponseReader.Listener {

    /** Addresses of a host that are tried; a name may have a thousand. */
    private static final int ADDRESSES_MAX = 4;
    /** A head in time and a body that never ends: the head counts, and the connection is given up. */
    private static final long BODY_MS_MAX = 1_000;
    /** The part of its time that an attempt waits for a connection at most; its receiver has the rest. */
    private static final int WAIT_PART = 3;

    private static final long MICRO_NANOS = 1_000;

    private final AttemptRequest request;
    private final SenderContext context;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private final Promise<AttemptResult> result = Promise.promise();

    private long deadline;
    private long bodyTimer = -1;
    private long waitTimer = -1;
    private boolean resolving;
    private boolean repeated;
    private boolean sent;
    private @Nullable Destination to;
    private List<InetAddress> addresses = List.of();
    private @Nullable InetAddress address;
    private HostPool.@Nullable Turn turn;
    private @Nullable Connection connection;
    private @Nullable ResponseReader reader;
    private @Nullable HttpResponse head;
    private @Nullable String headText;
    private long dnsMicros;
    private long connectMicros;
    private long tlsMicros;
    private long sentNanos;
    private long firstByteMicros;

    Attempt(AttemptRequest request, SenderContext context) {
        this.request = request;
        this.context = context;
        this.startedAt = context.clock().instant();
    }

    Future<AttemptResult> begin() {
        deadline = context.vertx().setTimer(Math.max(request.timeout().toMillis(), 1), _ -> expired());
        switch (context.guard().judged(request.url().toString())) {
            case UrlDecision.Refused _ -> finish(ErrorClass.URL_REFUSED);
            case UrlDecision.Good(Destination destination) -> resolve(destination);
        }
        return result.future();
    }

    private void resolve(Destination destination) {
        to = destination;
        var literal = destination.literal();
        if (literal != null) {
            judge(destination, List.of(literal));
            return;
        }
        resolving = true;
        context.names().addresses(destination.host()).onComplete(found -> {
            resolving = false;
            dnsMicros = microsSince(startedNanos);
            if (found.failed() || found.result().isEmpty()) {
                finish(ErrorClass.DNS);
            } else {
                judge(destination, found.result());
            }
        });
    }

    private void judge(Destination destination, List<InetAddress> found) {
        var refused = context.guard().refused(found);
        if (refused.isPresent()) {
            address = refused.get();
            finish(ErrorClass.ADDRESS_REFUSED);
        } else {
            addresses = found.subList(0, Math.min(found.size(), ADDRESSES_MAX));
            connect(destination);
        }
    }

    private void connect(Destination destination) {
        if (result.future().isComplete()) {
            return;
        }
        var host = context.hosts().of(destination);
        var next = host.take(request.tenant(), destination, addresses);
        turn = next;
        if (next.waits()) {
            waitTimer = context.vertx().setTimer(request.timeout().toMillis() / WAIT_PART + 1, _ -> {
                var _ = endWait();
            });
        }
        next.connection().onComplete(taken -> {
            var _ = waitTimer >= 0 && context.vertx().cancelTimer(waitTimer);
            if (taken.succeeded() && result.future().isComplete()) {
                host.bring(request.tenant(), taken.result(), true);
            } else if (taken.succeeded()) {
                send(destination, taken.result());
            } else {
                notConnected(taken.cause());
            }
        });
    }

    private void notConnected(Throwable cause) {
        if (cause instanceof NotConnected why && why.errorClass() == ErrorClass.HOST_BUSY) {
            hostBusy();
        } else if (cause instanceof NotConnected why) {
            address = why.address();
            finish(why.errorClass());
        } else {
            finish(ErrorClass.CONNECT);
        }
    }

    /** Ends the wait for a connection, and with it the attempt; says whether it waited. */
    private boolean endWait() {
        var destination = to;
        var waiting = turn;
        boolean waited = destination != null
                && waiting != null
                && waiting.waits()
                && context.hosts().of(destination).leave(waiting);
        if (waited) {
            hostBusy();
        }
        return waited;
    }

    /** No connection became free. If its request was sent before, on one that ended, then that is its result. */
    private void hostBusy() {
        finish(sent ? ErrorClass.RESET : ErrorClass.HOST_BUSY);
    }

    private void send(Destination destination, Connection taken) {
        var body = request.body().getBytes();
        var signed = context.signature().signed(request.webhookId(), request.timestamp(), body, request.keys());
        var next = new ResponseReader(this);
        connection = taken;
        reader = next;
        address = taken.address();
        sent = true;
        sentNanos = System.nanoTime();
        taken.send(context.request(destination, request, body, signed), next);
        if (!taken.reused()) {
            connectMicros = taken.opened().connectMicros();
            tlsMicros = taken.opened().tlsMicros();
        }
    }

    @Override
    public void answered(HttpResponse answer) {
        head = answer;
        headText = ResponseHead.text(answer);
        firstByteMicros = microsSince(sentNanos);
        bodyTimer = context.vertx().setTimer(BODY_MS_MAX, _ -> cut(ErrorClass.TIMEOUT));
    }

    @Override
    public void ended(@Nullable ErrorClass failure, boolean reusable) {
        var used = connection;
        var destination = to;
        if (used == null || destination == null) {
            return;
        }
        connection = null;
        reader = null;
        var host = context.hosts().of(destination);
        if (failure == ErrorClass.RESET && used.reused() && !repeated) {
            // The receiver closed an idle connection while we wrote: nothing was read.
            repeated = true;
            host.bringEnded(request.tenant(), used);
            connect(destination);
            return;
        }
        host.bring(request.tenant(), used, reusable);
        finish(failure == null ? byStatus() : failure);
    }

    private @Nullable ErrorClass byStatus() {
        var answer = head;
        var status = answer == null ? HttpStatusClass.UNKNOWN : answer.status().codeClass();
        return switch (status) {
            case SUCCESS -> null;
            case REDIRECTION -> ErrorClass.REDIRECT;
            case INFORMATIONAL, CLIENT_ERROR, SERVER_ERROR, UNKNOWN -> ErrorClass.STATUS;
        };
    }

    private void expired() {
        if (resolving) {
            finish(ErrorClass.DNS);
        } else if (reader == null) {
            if (!endWait()) {
                finish(ErrorClass.TIMEOUT);
            }
        } else {
            repeated = true;
            cut(ErrorClass.TIMEOUT);
        }
    }

    private void cut(ErrorClass failure) {
        if (reader != null) {
            reader.cut(failure);
        }
    }

    private void finish(@Nullable ErrorClass failure) {
        var _ = context.vertx().cancelTimer(deadline);
        var _ = bodyTimer >= 0 && context.vertx().cancelTimer(bodyTimer);
        var _ = waitTimer >= 0 && context.vertx().cancelTimer(waitTimer);
        var timings = new Timings(dnsMicros, connectMicros, tlsMicros, firstByteMicros, microsSince(startedNanos));
        var _ = result.tryComplete(new AttemptResult(
                startedAt,
                timings,
                address == null ? null : address.getHostAddress(),
                head == null ? null : head.status().code(),
                failure == null ? null : failure.text(),
                headText,
                retryAfter(failure),
                sent ? request.keys().stream().map(SigningKey::id).toList() : List.of()));
    }

    private @Nullable Duration retryAfter(@Nullable ErrorClass failure) {
        return failure == null || head == null
                ? null
                : RetryAfter.parsed(
                        head.headers().get("retry-after"), context.clock().instant());
    }

    private static long microsSince(long nanos) {
        return (System.nanoTime() - nanos) / MICRO_NANOS;
    }
}
