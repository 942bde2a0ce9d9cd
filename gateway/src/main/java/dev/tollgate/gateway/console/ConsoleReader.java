package dev.tollgate.gateway.console;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.console.asset.ConsoleAssets;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.live.LiveStreams;
import dev.tollgate.gateway.console.page.ConsolePages;
import dev.tollgate.gateway.console.page.PageWriter;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.session.Cookies;
import dev.tollgate.gateway.console.session.Session;
import dev.tollgate.gateway.console.session.SessionAudit;
import dev.tollgate.gateway.console.session.SessionLog.Way;
import dev.tollgate.gateway.console.session.SessionLookups;
import dev.tollgate.gateway.console.session.SessionLookups.Lookup;
import dev.tollgate.gateway.console.session.SessionSecret;
import dev.tollgate.gateway.console.session.Sessions;
import dev.tollgate.gateway.console.signin.FormBodies;
import dev.tollgate.gateway.console.signin.SignInPages;
import dev.tollgate.gateway.console.signin.SignInPlaces;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Pipeline;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** Takes the requests of the console on one event loop: file, sign-in, or session and then a page. */
public final class ConsoleReader {

    private static final String FORM_TOKEN = "csrf";

    /** Field of the form that ends one session of several: the hash that names it. */
    private static final String SESSION = "session";

    /** The header of a page that reads itself again because it was told to. */
    private static final String REFRESH = "Tollgate-Refresh";

    /** What the reader hands requests to. */
    public record Parts(
            Pipeline pipeline,
            ConsoleAssets assets,
            SignInPages signIn,
            Sessions sessions,
            SessionLookups lookups,
            FormBodies forms,
            ConsolePages pages,
            LiveStreams live,
            PageWriter writer,
            ProblemResponses problems) {}

    private final Parts parts;
    private final SessionAudit audit;

    public ConsoleReader(Parts parts) {
        this.parts = parts;
        this.audit = new SessionAudit(parts.pipeline());
    }

    /** Answers a request of a path of the console. */
    public void handle(HttpServerRequest request, Arrival arrival) {
        var method = request.method();
        var reads = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
        if (!reads && !method.equals(HttpMethod.POST)) {
            parts.problems()
                    .send(
                            request,
                            new Refusal.MethodNotAllowed(Set.of("GET", "HEAD", "POST")),
                            arrival.requestId(),
                            null);
        } else if (!isDecodable(request)) {
            var refusal = new Refusal.MalformedRequest("The query contains an invalid percent-encoding.");
            parts.problems().send(request, refusal, arrival.requestId(), null);
        } else if (request.path().startsWith(ConsoleAssets.PATH)) {
            if (!parts.assets().send(request)) {
                parts.problems().send(request, new Refusal.RouteNotFound(), arrival.requestId(), null);
            }
        } else if (!parts.signIn().handle(request, arrival)) {
            var secret = Cookies.value(request, Cookies.SESSION).flatMap(SessionSecret::parse);
            if (secret.isEmpty()) {
                withoutSession(request, arrival, reads);
            } else {
                visit(request, arrival, secret.get(), reads);
            }
        }
    }

    private static boolean isDecodable(HttpServerRequest request) {
        try {
            return request.params() != null;
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }

    private void visit(HttpServerRequest request, Arrival arrival, SessionSecret secret, boolean reads) {
        session(request, secret, arrival.clientAddress())
                .onFailure(cause ->
                        parts.signIn().refuse(request, arrival, parts.pipeline().broke(arrival, cause), Places.ROOT))
                .onSuccess(lookup -> {
                    switch (lookup) {
                        case Lookup.Unknown _ -> withoutSession(request, arrival, reads);
                        case Lookup.Throttled(Refusal refusal) ->
                            parts.signIn().refuse(request, arrival, refusal, request.path());
                        case Lookup.Found(Session session) ->
                            visited(new Visit(request, arrival, secret, session), reads);
                    }
                });
    }

    /** What a page does by itself keeps no session open that nobody uses. */
    private Future<Lookup> session(HttpServerRequest request, SessionSecret secret, String address) {
        var byItself = request.path().equals(Places.LIVE) || request.headers().contains(REFRESH);
        return byItself
                ? parts.lookups().peek(secret, address)
                : parts.lookups().find(secret, address);
    }

    private void visited(Visit visit, boolean reads) {
        visit.request().response().endHandler(_ -> PageLog.answered(visit));
        if (reads) {
            show(visit);
        } else {
            sent(visit);
        }
    }

    /** A form that is sent after its session has ended is not lost: its page keeps what was typed. */
    private void withoutSession(HttpServerRequest request, Arrival arrival, boolean reads) {
        if (request.path().equals(Places.LIVE)) {
            parts.problems().send(request, new Refusal.Unauthorized(), arrival.requestId(), null);
        } else if (reads) {
            parts.writer()
                    .redirect(
                            request,
                            arrival.requestId().text(),
                            SignInPlaces.SIGN_IN + "?to=" + Places.encoded(request.path()));
        } else {
            parts.signIn().refuse(request, arrival, new Refusal.Unauthorized(), request.path());
        }
    }

    private void show(Visit visit) {
        switch (visit.request().path()) {
            case Places.ROOT, Places.ROOT + "/" -> parts.pages().home(visit);
            case Places.PALETTE -> parts.pages().palette(visit);
            case Places.LIVE -> parts.live().open(visit);
            case SignInPlaces.SESSIONS ->
                parts.pages()
                        .sessions(
                                visit,
                                () -> parts.sessions().list(visit.session().owner()));
            default -> parts.pages().show(visit);
        }
    }

    private void sent(Visit visit) {
        var bytesMax = ConsolePages.isPlayground(visit.request().path())
                ? FormBodies.PLAYGROUND_BYTES_MAX
                : FormBodies.BYTES_MAX;
        var who = visit.session().owner().qualifiedId();
        parts.forms().read(visit.request(), who, bytesMax).onSuccess(read -> {
            switch (read) {
                case FormBodies.Form.Refused(Refusal refusal) -> parts.pages().refuse(visit, refusal);
                case FormBodies.Form.Sent(var fields) -> sent(visit, fields);
            }
        });
    }

    private void sent(Visit visit, MultiMap fields) {
        var token = fields.get(FORM_TOKEN);
        if (token == null || !visit.secret().isFormToken(token)) {
            parts.pages()
                    .refuse(
                            visit,
                            new Refusal.MalformedRequest("The form is not of this session. Open its page again."));
            return;
        }
        var owner = visit.session().owner();
        switch (visit.request().path()) {
            case SignInPlaces.SIGN_OUT -> signedOut(visit, parts.sessions().end(visit.secret(), owner), Way.SIGNED_OUT);
            case SignInPlaces.SESSIONS -> {
                var one = fields.get(SESSION);
                if (one == null) {
                    var ended = parts.sessions().endAll(owner).map(count -> count > 0);
                    signedOut(visit, ended, Way.ALL_SIGNED_OUT);
                } else {
                    endOne(visit, one);
                }
            }
            default -> parts.pages().send(visit, fields);
        }
    }

    /** Ends another session of the same person; one that is none of theirs, or has ended, changes nothing. */
    private void endOne(Visit visit, String hash) {
        var requestId = visit.arrival().requestId().text();
        parts.sessions()
                .end(hash, visit.session().owner())
                .onSuccess(ended -> {
                    if (ended) {
                        audit.ended(visit.arrival(), visit.session(), Way.ENDED_ELSEWHERE);
                    }
                    parts.writer().redirect(visit.request(), requestId, SignInPlaces.SESSIONS);
                })
                .onFailure(cause -> parts.pages().fail(visit, cause));
    }

    /** Signs out; a session that another request has ended meanwhile is no entry of the audit. */
    private void signedOut(Visit visit, Future<Boolean> ended, Way way) {
        ended.onSuccess(deleted -> {
                    if (deleted) {
                        audit.ended(visit.arrival(), visit.session(), way);
                    }
                    Cookies.clear(visit.request().response(), Cookies.SESSION);
                    parts.writer()
                            .redirect(
                                    visit.request(), visit.arrival().requestId().text(), SignInPlaces.SIGN_IN);
                })
                .onFailure(cause -> parts.pages().fail(visit, cause));
    }
}
