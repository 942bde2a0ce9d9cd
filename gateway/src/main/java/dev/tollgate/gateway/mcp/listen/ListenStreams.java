package dev.tollgate.gateway.mcp.listen;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.mcp.capability.ListKind;
import dev.tollgate.gateway.mcp.capability.ServerProfile;
import dev.tollgate.gateway.mcp.http.McpHeaders;
import dev.tollgate.gateway.mcp.http.McpResponses;
import dev.tollgate.gateway.mcp.protocol.JsonRpcErrors;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.pipeline.AuthResult;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Open {@code subscriptions/listen} streams of one event loop. After a change of access the caller of a stream is
 * authenticated again: notified if its lists change, disconnected if it lost access.
 */
public final class ListenStreams {

    public static final String METHOD = "subscriptions/listen";

    /** After this a client has to ask again. */
    public static final Duration LIFE_MAX = Duration.ofHours(1);

    /** Interval of keep-alives on a silent stream; proxies commonly cut after a minute. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    /** After this a client that is sent away finds another gateway. */
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private final Pipeline pipeline;
    private final McpResponses responses;
    private final ServerProfile profile;
    private final ListenLimiter limiter;

    /** Each with the timer that ends it. */
    private final Map<ListenStream, Long> streams = new LinkedHashMap<>();

    /** Whether a recheck could not be completed. */
    private boolean doubtful;

    private boolean closing;
    private @Nullable Long keepAlive;

    public ListenStreams(Pipeline pipeline, McpResponses responses, ServerProfile profile, ListenLimiter limiter) {
        this.pipeline = pipeline;
        this.responses = responses;
        this.profile = profile;
        this.limiter = limiter;
    }

    /** Opens a stream for an admitted caller; null, or the reason why not. */
    public @Nullable McpReply open(HttpServerRequest request, McpRequest call) {
        var filter = call.params().path("notifications");
        if (!filter.isObject()) {
            return McpReply.fault(JsonRpcErrors.INVALID_PARAMS, "params.notifications is missing.");
        }
        if (!McpHeaders.takesStream(request.headers())) {
            return McpReply.refused(new Refusal.MalformedRequest("Accept must name text/event-stream to listen."));
        }
        if (closing) {
            return McpReply.refused(new Refusal.ServiceUnavailable(ELSEWHERE, false));
        }
        var heard = EnumSet.noneOf(ListKind.class);
        for (var kind : ListKind.values()) {
            if (filter.path(kind.field()).asBoolean() && profile.lists(kind)) {
                heard.add(kind);
            }
        }
        var stream = new ListenStream(request, call, heard);
        var slot = slot(stream);
        var refusal = limiter.take(slot);
        if (refusal != null) {
            return McpReply.refused(refusal);
        }
        begin(stream, slot);
        return null;
    }

    private static ListenLimiter.Slot slot(ListenStream stream) {
        var context = stream.context();
        var credential = context.credential().id();
        var tenant = context.tenant();
        var loop = Objects.requireNonNull(Vertx.currentContext(), "on the loop");
        return new ListenLimiter.Slot(
                tenant == null ? credential : tenant.value(), credential, () -> loop.runOnContext(_ -> stream.end()));
    }

    private void begin(ListenStream stream, ListenLimiter.Slot slot) {
        var vertx = vertx();
        var context = stream.context();
        streams.put(stream, timer(stream));
        if (keepAlive == null) {
            keepAlive = vertx.setPeriodic(KEEP_ALIVE.toMillis(), _ -> keepAlive());
        }
        var served = McpReply.Account.SERVED;
        pipeline.leave(context, served.operation(), served.result());
        stream.begin(responses, () -> over(stream, slot));
        // A change of access before this point was announced before the stream was registered.
        again(stream);
    }

    /** Ends the stream when its credential ends, or it has lasted long enough. */
    private static long timer(ListenStream stream) {
        long left = LIFE_MAX.toMillis() - stream.ageMillis();
        var context = stream.context();
        var ends = context.credential().endsAt();
        if (ends != null) {
            left = Math.min(
                    left, Duration.between(context.arrival().time(), ends).toMillis());
        }
        return vertx().setTimer(Math.max(left, 1), _ -> stream.end());
    }

    /** Takes the result of a check; the end of the stream may have changed too. */
    private void now(ListenStream stream, RequestContext context) {
        var former = streams.get(stream);
        if (former != null) {
            vertx().cancelTimer(former);
            stream.now(context);
            streams.put(stream, timer(stream));
        }
    }

    private void over(ListenStream stream, ListenLimiter.Slot slot) {
        var timer = streams.remove(stream);
        if (timer == null) {
            return;
        }
        limiter.give(slot);
        vertx().cancelTimer(timer);
        if (streams.isEmpty() && keepAlive != null) {
            vertx().cancelTimer(keepAlive);
            keepAlive = null;
        }
    }

    /** Shows on every stream that it lives. */
    public void keepAlive() {
        List.copyOf(streams.keySet()).forEach(ListenStream::keepAlive);
        if (doubtful) {
            doubtful = false;
            recheckAll();
        }
    }

    /** A credential, workspace or tenant with one of these ids has changed. */
    public void changed(Collection<UUID> ids) {
        again(stream -> dependsOn(stream.context(), ids));
    }

    /** Anything may have changed. */
    public void recheckAll() {
        again(_ -> true);
    }

    /** The offered lists have changed, for all callers. */
    public void listsChanged(Set<ListKind> kinds) {
        List.copyOf(streams.keySet()).forEach(stream -> stream.changed(kinds));
    }

    /** Ends all streams, so that clients reconnect elsewhere, and opens no more. */
    public void endAll() {
        closing = true;
        List.copyOf(streams.keySet()).forEach(ListenStream::end);
    }

    /** Streams that are open. */
    public int open() {
        return streams.size();
    }

    /** The ids of an announced change are those that a cached credential depends on. */
    private static boolean dependsOn(RequestContext context, Collection<UUID> ids) {
        var workspace = context.workspace();
        return ids.contains(context.credential().id())
                || (workspace != null
                        && (ids.contains(workspace.workspace().value())
                                || ids.contains(workspace.tenant().value())));
    }

    private void again(Predicate<ListenStream> doubted) {
        streams.keySet().stream().filter(doubted).toList().forEach(this::again);
    }

    private void again(ListenStream stream) {
        int question = stream.nextQuestion();
        pipeline.again(stream.context()).onComplete(answer -> {
            if (stream.isLatest(question)) {
                known(stream, answer.result());
            }
        });
    }

    /** If the check is inconclusive, it is repeated later. */
    private void known(ListenStream stream, AuthResult found) {
        switch (found) {
            case AuthResult.Authenticated(RequestContext context) -> now(stream, context);
            case AuthResult.NotAuthenticated failed -> {
                if (isInconclusive(failed.refusal())) {
                    doubtful = true;
                } else {
                    stream.end();
                }
            }
        }
    }

    private static boolean isInconclusive(Refusal refusal) {
        return refusal instanceof Refusal.ServiceUnavailable
                || refusal instanceof Refusal.DeadlineExceeded
                || refusal instanceof Refusal.InternalError;
    }

    private static Vertx vertx() {
        return Objects.requireNonNull(Vertx.currentContext(), "on the loop").owner();
    }
}
