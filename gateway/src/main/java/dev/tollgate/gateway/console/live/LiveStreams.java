package dev.tollgate.gateway.console.live;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.RouteTrie;
import dev.tollgate.gateway.console.page.LiveTopic;
import dev.tollgate.gateway.console.page.PageCalls;
import dev.tollgate.gateway.console.page.PageWriter;
import dev.tollgate.gateway.console.page.Places;
import dev.tollgate.gateway.console.page.Visit;
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
import org.jspecify.annotations.Nullable;

/**
 * The open streams of one event loop. Every {@link #EVERY}, session and rights of each are looked up, from Redis and
 * from the caches of calls, and the marks of each target once for all its streams, one after the other. A stream ends
 * with its session, with the rights on its target, when something cannot be looked up, and after {@link #LIFE_MAX}.
 */
public final class LiveStreams {

    /** From the end of one round to the next. */
    public static final Duration EVERY = Duration.ofSeconds(1);

    /** After this a browser opens a new one. */
    public static final Duration LIFE_MAX = Duration.ofHours(1);

    /** Rounds between two signs of life. */
    private static final int ROUNDS_SILENT = 15;

    /** Look-ups at once. */
    private static final int AT_ONCE = 32;

    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

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

    /** A tenant, or a workspace of it. */
    private record Target(TenantId tenant, @Nullable WorkspaceId workspace) {}

    private final Parts parts;
    private final Set<LiveStream> streams = new LinkedHashSet<>();
    private boolean running;
    private boolean closing;
    private int round;

    public LiveStreams(Parts parts) {
        this.parts = parts;
    }

    /** Opens a stream for the page that the parameter {@code at} names, or refuses it. */
    public void open(Visit visit) {
        var at = visit.request().getParam("at");
        var found = at == null ? null : parts.places().target(at);
        if (!visit.request().method().equals(HttpMethod.GET)) {
            refuse(visit, new Refusal.MethodNotAllowed(Set.of("GET")));
        } else if (found == null) {
            refuse(visit, new Refusal.ResourceNotFound("There is no such page."));
        } else if (closing) {
            refuse(visit, new Refusal.ServiceUnavailable(ELSEWHERE, false));
        } else {
            begin(visit, found);
        }
    }

    private void begin(Visit visit, RouteTrie.Match.Found<?> found) {
        var owner = visit.session().owner().qualifiedId();
        var stream = new LiveStream(
                visit, found, new LiveLimiter.Holder(visit.secret().hash(), owner));
        parts.calls()
                .rights(visit, found)
                .onSuccess(rights -> {
                    if (rights.isEmpty()) {
                        refuse(visit, new Refusal.ResourceNotFound("There is no such page."));
                    } else {
                        add(stream);
                    }
                })
                .onFailure(cause -> refuse(visit, parts.calls().failed(visit, cause)));
    }

    private void add(LiveStream stream) {
        var refusal = parts.limiter().take(stream.holder());
        if (refusal != null) {
            refuse(stream.visit(), refusal);
            return;
        }
        streams.add(stream);
        parts.writer().stream(stream.visit());
        stream.begin(() -> over(stream));
        run();
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
        round++;
        Future.succeededFuture()
                .compose(_ -> round(List.copyOf(streams)))
                .onComplete(_ -> parts.vertx().setTimer(EVERY.toMillis(), _ -> {
                    running = false;
                    run();
                }));
    }

    private Future<Void> round(List<LiveStream> all) {
        all.stream().filter(stream -> stream.isOlder(LIFE_MAX)).forEach(this::close);
        var open = all.stream().filter(LiveStream::isOpen).toList();
        if (round % ROUNDS_SILENT == 0) {
            open.forEach(LiveStream::keepAlive);
        }
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

    /** Takes the marks of all targets, one after the other. Fails at the first that cannot be read, until next time. */
    private Future<Void> marked(Map<LiveStream, TargetRights> open) {
        var byTarget = new HashMap<Target, List<LiveStream>>();
        open.forEach((stream, rights) -> {
            var tenant = rights.tenantId();
            if (tenant != null && stream.isOpen()) {
                byTarget.computeIfAbsent(new Target(tenant, rights.workspaceId()), _ -> new ArrayList<>())
                        .add(stream);
            }
        });
        Future<Void> done = Future.succeededFuture();
        for (var entry : byTarget.entrySet()) {
            done = done.compose(_ -> marked(entry.getKey(), entry.getValue()));
        }
        return done;
    }

    private Future<Void> marked(Target target, List<LiveStream> open) {
        return parts.source()
                .marks(target.tenant(), target.workspace())
                .onSuccess(marks -> open.forEach(stream -> stream.seen(marks)))
                .mapEmpty();
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
