package dev.tollgate.gateway.files;

import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.file.FileSigner;
import dev.tollgate.records.file.SignedFile.Purpose;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests of the signed routes of one event loop. What a URL allows is checked when the request begins: its
 * signature and end, and that its credential, workspace, module and address may still use it. Everything that is wrong
 * with that is 401.
 */
public final class FileRequests {

    private static final String FILE = FileSigner.PATH + "/{id}";

    /** What a request wants. */
    enum Kind {
        UPLOAD,
        PROGRESS,
        DOWNLOAD
    }

    /** The routes; HEAD is served wherever GET is. */
    static final Map<Route, Kind> ROUTES = Map.of(
            new Route("PUT", FILE), Kind.UPLOAD,
            new Route("GET", FILE), Kind.DOWNLOAD,
            new Route("GET", FILE + "/parts"), Kind.PROGRESS);

    private final RouteTrie<Kind> trie = RouteTrie.of(ROUTES);
    private final FileRoutes routes;
    private final FileCallers callers;
    private final FileTransferAnswers answers;
    private final ProblemResponses problems;
    private final InstantSource clock;

    /** Of one loop. */
    public FileRequests(
            FileRoutes routes,
            FileCallers callers,
            FileTransferAnswers answers,
            ProblemResponses problems,
            InstantSource clock) {
        this.routes = routes;
        this.callers = callers;
        this.answers = answers;
        this.problems = problems;
        this.clock = clock;
    }

    public void handle(HttpServerRequest request, Arrival arrival) {
        switch (trie.match(request.method().name(), request.path())) {
            case RouteTrie.Match.NoPath<Kind> _ -> refuse(request, arrival, new Refusal.RouteNotFound());
            case RouteTrie.Match.NoMethod<Kind>(Set<String> allowed) ->
                refuse(request, arrival, new Refusal.MethodNotAllowed(allowed));
            case RouteTrie.Match.Found<Kind> found ->
                begin(request, arrival, found.target(), found.parameters().getFirst());
        }
    }

    private void begin(HttpServerRequest request, Arrival arrival, Kind kind, String asset) {
        var verified = routes.signer()
                .verified(asset, name -> parameter(request, name), arrival.time())
                .filter(file -> (file.purpose() == Purpose.PUT) != (kind == Kind.DOWNLOAD));
        if (routes.transfers() == null || verified.isEmpty()) {
            refuse(request, arrival, new Refusal.Unauthorized());
            return;
        }
        var file = verified.get();
        callers.admitted(file, arrival)
                .onSuccess(admitted -> {
                    switch (admitted) {
                        case Outcome.Done<Credential>(Credential signer) ->
                            go(kind, new FileExchange(request, arrival, file, signer, problems, clock));
                        case Outcome.Refused<Credential>(Refusal refusal) -> refuse(request, arrival, refusal);
                        case Outcome.Replayed<Credential> replayed ->
                            throw new IllegalStateException("no replay: " + replayed);
                    }
                })
                .onFailure(cause -> refuse(request, arrival, FileExchange.refusal(cause)));
    }

    private void go(Kind kind, FileExchange exchange) {
        switch (kind) {
            case UPLOAD -> answers.upload(exchange, parameter(exchange.request(), "part"));
            case PROGRESS -> answers.progress(exchange);
            case DOWNLOAD -> answers.download(exchange);
        }
    }

    private void refuse(HttpServerRequest request, Arrival arrival, Refusal refusal) {
        problems.send(request, refusal, arrival.requestId(), null);
    }

    /** The one value of a parameter; null if it has none or several. */
    private static @Nullable String parameter(HttpServerRequest request, String name) {
        var values = request.params().getAll(name);
        return values.size() == 1 ? values.getFirst() : null;
    }
}
