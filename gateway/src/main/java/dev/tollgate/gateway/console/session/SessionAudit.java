package dev.tollgate.gateway.console.session;

import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.console.session.SessionLog.Way;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Pipeline;

/**
 * Records what becomes of sessions: a log line each, and an entry in the audit of the installation, since a session
 * belongs to no workspace. Refused sign-ins of a minute, way and code are one entry with their number. One per event
 * loop.
 *
 * <p>An entry takes the way of those of reads: while Kafka is away it is lost and counted, and people still sign in.
 */
public final class SessionAudit {

    private static final String OPENED = "session.open";
    private static final String ENDED = "session.end";
    private static final String LINKED = "sign_in_link.create";
    private static final String LINK = "create_sign_in_link";
    private static final Actor STRANGER = new Actor(Actor.Kind.SYSTEM, "console", "unknown caller");

    private final Pipeline pipeline;

    public SessionAudit(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** A session was opened. */
    public void opened(Arrival arrival, SessionCaller owner, String name, Way way) {
        SessionLog.opened(arrival, owner, way);
        pipeline.witnessed(facts(arrival, actor(owner, name), way.operation(), OPENED));
    }

    /** A session was ended by hand or replaced, or all of its owner were. */
    public void ended(Arrival arrival, Session session, Way way) {
        ended(arrival, session.owner(), session.name(), way);
    }

    /** The same of a session of which only the owner is known. */
    public void ended(Arrival arrival, SessionCaller owner, String name, Way way) {
        SessionLog.ended(arrival, owner, way);
        pipeline.witnessed(facts(arrival, actor(owner, name), way.operation(), ENDED));
    }

    /** An operator minted a link that signs in once. */
    public void linked(Arrival arrival, SessionCaller owner, String name) {
        pipeline.witnessed(facts(arrival, actor(owner, name), LINK, LINKED));
    }

    /** A sign-in was refused, by what was presented. */
    public void refused(Arrival arrival, Way way, Refusal refusal) {
        if (isRecorded(refusal)) {
            pipeline.witnessed(facts(arrival, STRANGER, way.operation(), OPENED), refusal);
        }
    }

    /** One that only failed is not a refusal; of one that was not looked at, for its address, the metric is enough. */
    static boolean isRecorded(Refusal refusal) {
        return Problem.status(refusal) < INTERNAL_SERVER_ERROR.code() && !(refusal instanceof Refusal.RateLimited);
    }

    private static Actor actor(SessionCaller owner, String name) {
        return switch (owner) {
            case SessionCaller.Operator operator -> new Actor(Actor.Kind.OPERATOR, operator.name(), operator.name());
            case SessionCaller.Subject person -> new Actor(Actor.Kind.SUBJECT, person.subject(), name);
        };
    }

    private static CallFacts facts(Arrival arrival, Actor actor, String operation, String action) {
        return new CallFacts(
                arrival.requestId(),
                arrival.clientRequestId(),
                arrival.time(),
                null,
                null,
                actor,
                Surface.CONTROL,
                operation,
                action,
                null,
                arrival.clientAddress(),
                arrival.userAgent());
    }
}
