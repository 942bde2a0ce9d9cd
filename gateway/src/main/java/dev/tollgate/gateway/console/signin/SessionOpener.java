package dev.tollgate.gateway.console.signin;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.console.page.PageWriter;
import dev.tollgate.gateway.console.session.Cookies;
import dev.tollgate.gateway.console.session.SessionAudit;
import dev.tollgate.gateway.console.session.SessionLog.Way;
import dev.tollgate.gateway.console.session.SessionLookups;
import dev.tollgate.gateway.console.session.SessionSecret;
import dev.tollgate.gateway.console.session.Sessions;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.gateway.pipeline.Arrival;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Opens the session that a sign-in ends in, in place of the one that the browser came with. One per event loop. */
final class SessionOpener {

    private static final int CLIENT_CHARS_MAX = 120;
    private static final Refusal TOO_MANY =
            new Refusal.RateLimited("You signed in too often. Try again in a minute.", Duration.ofMinutes(1));

    /**
     * Somebody who has proved who they are.
     *
     * @param name what people call them
     */
    record Proven(SessionCaller owner, String name, Way way) {}

    private final Sessions sessions;
    private final SessionLookups lookups;
    private final SessionAudit audit;
    private final PageWriter writer;
    private final SignInPage page;

    SessionOpener(Sessions sessions, SessionLookups lookups, SessionAudit audit, PageWriter writer, SignInPage page) {
        this.sessions = sessions;
        this.lookups = lookups;
        this.audit = audit;
        this.writer = writer;
        this.page = page;
    }

    /** Opens a session, sets its cookie and sends the browser to this place, or refuses one too many of a person. */
    Future<Void> open(HttpServerRequest request, Arrival arrival, Proven somebody, String place) {
        return sessions.admitted(somebody.owner()).compose(admitted -> {
            if (admitted) {
                return opened(request, arrival, somebody, place);
            }
            page.send(request, arrival, TOO_MANY, place);
            return Future.succeededFuture();
        });
    }

    private Future<Void> opened(HttpServerRequest request, Arrival arrival, Proven somebody, String place) {
        return replaced(request, arrival)
                .compose(_ -> sessions.open(somebody.owner(), somebody.name(), client(arrival)))
                .map(opened -> {
                    lookups.opened(opened.secret());
                    recorded(arrival, somebody, opened.crowdedOut());
                    Cookies.set(
                            request.response(), Cookies.SESSION, opened.secret().text());
                    writer.redirect(request, arrival.requestId().text(), place);
                    return null;
                });
    }

    private void recorded(Arrival arrival, Proven somebody, int crowdedOut) {
        audit.opened(arrival, somebody.owner(), somebody.name(), somebody.way());
        for (int i = 0; i < crowdedOut; i++) {
            audit.ended(arrival, somebody.owner(), somebody.name(), Way.CROWDED_OUT);
        }
    }

    /** Ends the session that the browser came with: its cookie is about to be overwritten. */
    private Future<Void> replaced(HttpServerRequest request, Arrival arrival) {
        var presented = Cookies.value(request, Cookies.SESSION).flatMap(SessionSecret::parse);
        return presented.isEmpty() ? Future.succeededFuture() : replaced(arrival, presented.get());
    }

    private Future<Void> replaced(Arrival arrival, SessionSecret presented) {
        return sessions.find(presented).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture();
            }
            var session = found.get();
            return sessions.end(presented, session.owner())
                    .onSuccess(ended -> {
                        if (ended) {
                            audit.ended(arrival, session, Way.REPLACED);
                        }
                    })
                    .mapEmpty();
        });
    }

    private static String client(Arrival arrival) {
        var text = arrival.clientAddress() + ", " + (arrival.userAgent() == null ? "unknown" : arrival.userAgent());
        return text.length() > CLIENT_CHARS_MAX ? text.substring(0, CLIENT_CHARS_MAX) : text;
    }
}
