package dev.tollgate.gateway.mcp.listen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.credential.ToolSettings;
import dev.tollgate.gateway.mcp.capability.ListKind;
import dev.tollgate.gateway.mcp.http.McpResponses;
import dev.tollgate.gateway.mcp.protocol.JsonRpcResults;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.mcp.protocol.MetaKeys;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One client that listens to changes of lists, on an event stream that stays open. Confined to its event loop. */
final class ListenStream {

    /** A comment: proxies see that the stream lives, clients pass over it. */
    private static final Buffer ALIVE = Buffer.buffer(":\n\n");

    private final HttpServerRequest request;
    private final McpRequest call;
    private final Set<ListKind> heard;
    private final Set<ListKind> owed = EnumSet.noneOf(ListKind.class);
    private final long startedNanos;
    private RequestContext context;
    private int questions;
    private Runnable over = () -> {};
    private boolean ended;

    ListenStream(HttpServerRequest request, McpRequest call, Set<ListKind> heard) {
        this.request = request;
        this.call = call.withoutParams();
        this.heard = heard;
        this.context = call.context();
        this.startedNanos = context.arrival().startedNanos();
    }

    /** The context of the listening caller, as last checked. */
    RequestContext context() {
        return context;
    }

    /** For how long it has been open. */
    long ageMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    /** Starts a check of the caller; gives its number. */
    int nextQuestion() {
        return ++questions;
    }

    /** Whether no newer check was started: an overtaken answer may be outdated. */
    boolean isLatest(int question) {
        return question == questions;
    }

    /** Begins with the word that it has begun, and runs what is given when it is over. */
    void begin(McpResponses responses, Runnable whenOver) {
        over = whenOver;
        var response = request.response();
        response.closeHandler(_ -> over());
        response.drainHandler(_ -> settle());
        responses.stream(request, context);
        var params = tagged();
        var honored = params.putObject("notifications");
        heard.forEach(kind -> honored.put(kind.field(), true));
        write("notifications/subscriptions/acknowledged", params);
        if (response.closed()) {
            over(); // it closed during the check, and gets no notification
        }
    }

    /** Replaces the caller's state; notifies of every list that changes by it. */
    void now(RequestContext known) {
        var before = context;
        context = known;
        if (!Rights.of(before).equals(Rights.of(known))) {
            changed(EnumSet.allOf(ListKind.class));
        }
    }

    /** These lists have changed. A client that reads too slowly is told once it reads again. */
    void changed(Set<ListKind> kinds) {
        owed.addAll(kinds);
        owed.retainAll(heard);
        settle();
    }

    void keepAlive() {
        if (!ended && !request.response().writeQueueFull()) {
            request.response().write(ALIVE).onFailure(_ -> over());
        }
    }

    /** Ends the subscription in good order. */
    void end() {
        if (ended) {
            return;
        }
        over();
        var result = JsonNodeFactory.instance.objectNode();
        result.set("_meta", tagged().get("_meta"));
        var message = JsonRpcResults.result(call, McpReply.result(result));
        request.response().end(McpResponses.event(message)).onFailure(_ -> {});
    }

    private void over() {
        ended = true;
        over.run();
    }

    private void settle() {
        while (!ended && !owed.isEmpty() && !request.response().writeQueueFull()) {
            var kind = owed.iterator().next();
            owed.remove(kind);
            write(kind.notification(), tagged());
        }
    }

    private void write(String method, ObjectNode params) {
        request.response()
                .write(McpResponses.event(JsonRpcResults.notification(method, params)))
                .onFailure(_ -> {});
    }

    private ObjectNode tagged() {
        var params = JsonNodeFactory.instance.objectNode();
        params.putObject("_meta").set(MetaKeys.SUBSCRIPTION_ID, call.id());
        return params;
    }

    /** The rights that determine the lists of a caller. */
    private record Rights(Set<String> modules, Set<?> scopes, ToolSettings tools) {
        static Rights of(RequestContext context) {
            var workspace = context.workspace();
            return new Rights(
                    workspace == null ? Set.of() : workspace.modules(),
                    context.credential().withinReach(),
                    context.credential().tools());
        }
    }
}
