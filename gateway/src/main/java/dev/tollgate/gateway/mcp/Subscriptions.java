package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.outcome.Refusal;
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
 * Everybody who listens to changes of lists on one event loop. Whoever may have other rights than before is asked again
 * who it is: told when that changes its lists, and sent away when it may not come in any more.
 */
public final class Subscriptions {

    static final String METHOD = "subscriptions/listen";

    /** After this a client has to ask again. */
    static final Duration LIFE_MAX = Duration.ofHours(1);

    /** How often a silent stream shows that it lives; proxies commonly cut after a minute. */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    /** After this a client that is sent away finds another gateway. */
    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private final Pipeline pipeline;
    private final McpResponses responses;
    private final McpReader.Shared shared;

    /** Each with the timer that ends it. */
    private final Map<ListenStream, Long> streams = new LinkedHashMap<>();

    /** Whether there is somebody whose rights could not be asked for. */
    private boolean doubtful;

    private boolean closing;
    private @Nullable Long keepAlive;

    Subscriptions(Pipeline pipeline, McpResponses responses, McpReader.Shared shared) {
        this.pipeline = pipeline;
        this.responses = responses;
        this.shared = shared;
    }

    /** Begins to tell a visitor, who was let in, about changes; null, or why not. */
    @Nullable Reply open(HttpServerRequest request, Asked asked) {
        var filter = asked.params().path("notifications");
        if (!filter.isObject()) {
            return Reply.fault(Rpc.INVALID_PARAMS, "params.notifications is missing.");
        }
        if (!McpHeaders.takesStream(request.headers())) {
            return Reply.refused(new Refusal.MalformedRequest("Accept must name text/event-stream to listen."));
        }
        if (closing) {
            return Reply.refused(new Refusal.ServiceUnavailable(ELSEWHERE, false));
        }
        var heard = EnumSet.noneOf(ListKind.class);
        for (var kind : ListKind.values()) {
            if (filter.path(kind.field()).asBoolean() && shared.profile().lists(kind)) {
                heard.add(kind);
            }
        }
        var stream = new ListenStream(request, asked, heard);
        var place = place(stream);
        var refusal = shared.listening().take(place);
        if (refusal != null) {
            return Reply.refused(refusal);
        }
        begin(stream, place);
        return null;
    }

    private static ListenPlaces.Place place(ListenStream stream) {
        var context = stream.context();
        var credential = context.credential().id();
        var tenant = context.tenant();
        var loop = Objects.requireNonNull(Vertx.currentContext(), "on the loop");
        return new ListenPlaces.Place(
                tenant == null ? credential : tenant.value(), credential, () -> loop.runOnContext(_ -> stream.end()));
    }

    private void begin(ListenStream stream, ListenPlaces.Place place) {
        var vertx = vertx();
        var context = stream.context();
        streams.put(stream, timer(stream));
        if (keepAlive == null) {
            keepAlive = vertx.setPeriodic(KEEP_ALIVE.toMillis(), _ -> keepAlive());
        }
        var served = Reply.Account.SERVED;
        pipeline.leave(context, served.operation(), served.result());
        stream.begin(responses, () -> over(stream, place));
        // What became of its rights while its message came in was told before it stood among the streams.
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

    /** Who listens now; when that ends may have changed too. */
    private void now(ListenStream stream, RequestContext context) {
        var former = streams.get(stream);
        if (former != null) {
            vertx().cancelTimer(former);
            stream.now(context);
            streams.put(stream, timer(stream));
        }
    }

    private void over(ListenStream stream, ListenPlaces.Place place) {
        var timer = streams.remove(stream);
        if (timer == null) {
            return;
        }
        shared.listening().give(place);
        vertx().cancelTimer(timer);
        if (streams.isEmpty() && keepAlive != null) {
            vertx().cancelTimer(keepAlive);
            keepAlive = null;
        }
    }

    /** Shows on every stream that it lives. */
    void keepAlive() {
        List.copyOf(streams.keySet()).forEach(ListenStream::keepAlive);
        if (doubtful) {
            doubtful = false;
            everybodyAgain();
        }
    }

    /** A credential, workspace or tenant with one of these ids has changed. */
    public void changed(Collection<UUID> ids) {
        again(stream -> hangsOn(stream.context(), ids));
    }

    /** Anything may have changed. */
    public void everybodyAgain() {
        again(_ -> true);
    }

    /** What is offered has changed, whoever asks. */
    public void listsChanged(Set<ListKind> kinds) {
        List.copyOf(streams.keySet()).forEach(stream -> stream.changed(kinds));
    }

    /** Sends everybody away, to come back elsewhere, and lets nobody in any more. */
    public void endAll() {
        closing = true;
        List.copyOf(streams.keySet()).forEach(ListenStream::end);
    }

    /** Streams that are open. */
    int open() {
        return streams.size();
    }

    /** The ids a change may name are those that what is remembered of a credential hangs on. */
    private static boolean hangsOn(RequestContext context, Collection<UUID> ids) {
        var home = context.workspace();
        return ids.contains(context.credential().id())
                || (home != null
                        && (ids.contains(home.workspace().value())
                                || ids.contains(home.tenant().value())));
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

    /** Where nobody can tell now who it is, it is asked again later. */
    private void known(ListenStream stream, AuthResult found) {
        switch (found) {
            case AuthResult.Authenticated(RequestContext context) -> now(stream, context);
            case AuthResult.NotAuthenticated failed -> {
                if (saysNothing(failed.refusal())) {
                    doubtful = true;
                } else {
                    stream.end();
                }
            }
        }
    }

    private static boolean saysNothing(Refusal refusal) {
        return refusal instanceof Refusal.ServiceUnavailable
                || refusal instanceof Refusal.DeadlineExceeded
                || refusal instanceof Refusal.InternalError;
    }

    private static Vertx vertx() {
        return Objects.requireNonNull(Vertx.currentContext(), "on the loop").owner();
    }
}
