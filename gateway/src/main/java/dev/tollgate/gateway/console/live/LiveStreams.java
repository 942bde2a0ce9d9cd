package dev.tollgate.gateway.console.live;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.page.LiveTopic;
import dev.tollgate.gateway.console.page.PageWriter;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.session.Sessions;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.TargetRights;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The open streams of one event loop. Every {@link #EVERY}, session and rights of each are looked up, from Redis and
 * from the caches of calls, and the marks of each target once for all its streams ({@link TargetMarks}). A stream ends
 * with its session, with the rights on its target, when something cannot be looked up, and after {@link #LIFE_MAX}.
 */
public final class LiveStreams {

    /** From the end of one round to the next. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    /** After this a browser opens a new one. */
    public static final Duration LIFE_MAX = Duration.ofHours(1);

    /** Between two signs of life, however long rounds take. */
    private static final Duration ALIVE_EVERY = Duration.ofSeconds(15);

    /** Look-ups at once. */
    private static final int AT_ONCE = 32;

    private static final Duration ELSEWHERE = Duration.ofSeconds(1);
    private static final Refusal NO_PAGE = new Refusal.ResourceNotFound("There is no such page.");
    private static final Refusal NOT_LIVE = new Refusal.ResourceNotFound("This page has no live hints.");

    /**
     * What the streams need.
     *
     * @param limiter shared by all loops
     */
    public record Parts(
            Vertx vertx,
            Sessions sessions,
            PageCalls calls,
            Places places,
            LiveTopic.Reads reads,
            LiveSource source,
            LiveLimiter limiter,
            PageWriter writer,
            ProblemResponses problems) {}

    private final Parts parts;
    private final TargetMarks marks;
    private final Set<LiveStream> streams = new LinkedHashSet<>();
    private boolean running;
    private boolean beating;
    private boolean closing;

    public LiveStreams(Parts parts) {
        this.parts = parts;
        this.marks = new TargetMarks(parts.source(), System::nanoTime);
    }

    /** Opens a stream for the page that the parameter {@code at} names, or refuses it. */
    public void open(Visit visit) {
        var at = visit.request().getParam("at");
        var found = at == null ? null : parts.places().target(at);
        if (!visit.request().method().equals(HttpMethod.GET)) {
            refuse(visit, new Refusal.MethodNotAllowed(Set.of("GET")));
        } else if (found == null) {
            refuse(visit, NO_PAGE);
        } else {
            begin(visit, found);
        }
    }

    private void begin(Visit visit, RouteTrie.Match.Found<?> found) {
        parts.calls()
                .rights(visit, found)
                .onSuccess(rights ->
                        rights.ifPresentOrElse(allowed -> add(visit, found, allowed), () -> refuse(visit, NO_PAGE)))
                .onFailure(cause -> refuse(visit, parts.calls().failed(visit, cause)));
    }

    /** Adds a stream, unless there is never a hint for it, the streams are closed by now, or there are too many. */
    private void add(Visit visit, RouteTrie.Match.Found<?> found, TargetRights rights) {
        var tenant = rights.tenantId();
        if (closing) {
            refuse(visit, new Refusal.ServiceUnavailable(ELSEWHERE, false));
            return;
        }
        if (tenant == null || parts.reads().allowed(rights).isEmpty()) {
            refuse(visit, NOT_LIVE);
            return;
        }
        var owner = visit.session().owner().qualifiedId();
        var holder = new LiveLimiter.Holder(visit.secret().hash(), owner, tenant.text());
        var refusal = parts.limiter().take(holder);
        if (refusal != null) {
            refuse(visit, refusal);
            return;
        }
        var stream = new LiveStream(visit, found, holder);
        streams.add(stream);
        parts.writer().stream(visit);
        stream.begin(() -> over(stream));
        run();
        beat();
    }

    private void refuse(Visit visit, Refusal refusal) {
        parts.problems().send(visit.request(), refusal, visit.arrival().requestId(), null);
    }

    /** Closes all streams, so that browsers open them elsewhere, and opens no more. */
    public void closeAll() {
        closing = true;
        List.copyOf(streams).forEach(this::close);
    }

    private void close(LiveStream stream) {
        stream.close();
        over(stream);
    }

    private void over(LiveStream stream) {
        stream.gone();
        if (streams.remove(stream)) {
            parts.limiter().give(stream.holder());
        }
    }

    /** Rounds go on while there are streams, and never overlap. */
    private void run() {
        if (running || streams.isEmpty()) {
            return;
        }
        running = true;
        Future.succeededFuture()
                .compose(_ -> round(List.copyOf(streams)))
                .onComplete(_ -> parts.vertx().setTimer(EVERY.toMillis(), _ -> {
                    running = false;
                    run();
                }));
    }

    private void beat() {
        if (beating || streams.isEmpty()) {
            return;
        }
        beating = true;
        parts.vertx().setTimer(ALIVE_EVERY.toMillis(), _ -> {
            beating = false;
            List.copyOf(streams).forEach(LiveStream::keepAlive);
            beat();
        });
    }

    private Future<Void> round(List<LiveStream> all) {
        all.stream().filter(stream -> stream.isOlder(LIFE_MAX)).forEach(this::close);
        var open = all.stream().filter(LiveStream::isOpen).toList();
        var rights = new HashMap<LiveStream, TargetRights>();
        return inTurn(
                        open,
                        stream -> checked(stream)
                                .onSuccess(found -> found.ifPresent(allowed -> rights.put(stream, allowed))))
                .transform(_ -> marked(rights))
                .transform(_ -> inTurn(owed(open), this::told));
    }

    /** Does something for some streams at a time: Redis has few connections here. Never fails. */
    private static Future<Void> inTurn(List<LiveStream> streams, Function<LiveStream, Future<?>> step) {
        Future<Void> done = Future.succeededFuture();
        for (int from = 0; from < streams.size(); from += AT_ONCE) {
            var some = streams.subList(from, Math.min(from + AT_ONCE, streams.size()));
            done = done.compose(_ -> Future.join(some.stream().map(step).toList())
                    .<Void>mapEmpty()
                    .otherwiseEmpty());
        }
        return done;
    }

    /**
     * The rights of a stream's person; empty, and the stream is closed, where there is no session or no rights. Without
     * its session it is ended for good; rights may be unknown for a while only.
     */
    private Future<Optional<TargetRights>> checked(LiveStream stream) {
        return parts.sessions()
                .peek(stream.visit().secret())
                .compose(session -> session.isPresent()
                        ? parts.calls().rights(stream.visit(), stream.target())
                        : Future.succeededFuture(Optional.<TargetRights>empty()).onSuccess(_ -> stream.end()))
                .onSuccess(rights -> {
                    if (rights.isEmpty()) {
                        close(stream);
                    }
                })
                .onFailure(_ -> close(stream));
    }

    /** Takes the marks of all targets. */
    private Future<Void> marked(Map<LiveStream, TargetRights> open) {
        var byTarget = new HashMap<TargetMarks.Target, List<LiveStream>>();
        open.forEach((stream, rights) -> {
            var tenant = rights.tenantId();
            if (tenant != null && stream.isOpen()) {
                byTarget.computeIfAbsent(new TargetMarks.Target(tenant, rights.workspaceId()), _ -> new ArrayList<>())
                        .add(stream);
            }
        });
        return marks.read(
                byTarget.keySet(),
                (target, found) -> byTarget.getOrDefault(target, List.of()).forEach(stream -> stream.seen(found)));
    }

    private static List<LiveStream> owed(List<LiveStream> open) {
        return open.stream().filter(LiveStream::isOwed).toList();
    }

    /** Tells a stream what it is owed, once it was looked up again who may be told. */
    private Future<?> told(LiveStream stream) {
        return checked(stream)
                .onSuccess(found ->
                        found.ifPresent(rights -> stream.tell(parts.reads().allowed(rights))));
    }
}
