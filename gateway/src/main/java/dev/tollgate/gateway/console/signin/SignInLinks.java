package dev.tollgate.gateway.console.signin;

import static io.netty.handler.codec.http.HttpResponseStatus.CREATED;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.console.session.SessionAudit;
import dev.tollgate.gateway.console.session.SessionLog.Way;
import dev.tollgate.gateway.console.session.SessionSecret;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Set;

/** Mints links that sign an operator in once, for a program that has the token in its head. One per event loop. */
record SignInLinks(SignInPages.Parts parts, SessionAudit audit, OperatorGate operators) {

    /** Answers a request for a link. */
    Future<Void> create(HttpServerRequest request, Arrival arrival) {
        if (!request.method().equals(HttpMethod.POST)) {
            parts.responses().send(request, new Refusal.MethodNotAllowed(Set.of("POST")), arrival.requestId(), null);
            return Future.succeededFuture();
        }
        return operators.admit(arrival.withToken(arrival.token())).compose(admission -> switch (admission) {
            case OperatorGate.Admission.Refused(Refusal refusal) -> {
                audit.refused(arrival, Way.LINK, refusal);
                parts.responses().send(request, refusal, arrival.requestId(), null);
                yield Future.succeededFuture();
            }
            case OperatorGate.Admission.Operator(var owner) ->
                parts.sessions()
                        .link(owner, owner.name(), SignInPages.LINK_LIFE)
                        .map(secret -> {
                            audit.linked(arrival, owner, owner.name());
                            send(request, arrival, secret);
                            return null;
                        });
        });
    }

    private void send(HttpServerRequest request, Arrival arrival, SessionSecret secret) {
        var url = parts.baseUrl() + SignInPlaces.LINK + "?code=" + secret.text();
        var requestId = arrival.requestId().text();
        var answer = Map.of("url", url, "request_id", requestId);
        parts.writer().json(request, CREATED.code(), requestId, Json.buffer(Map.of("data", answer)));
    }
}
