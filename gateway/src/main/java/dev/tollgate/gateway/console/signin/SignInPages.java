package dev.tollgate.gateway.console.signin;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.console.asset.ConsoleAssets;
import dev.tollgate.gateway.console.page.PageWriter;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.session.SessionAudit;
import dev.tollgate.gateway.console.session.SessionLog.Way;
import dev.tollgate.gateway.console.session.SessionLookups;
import dev.tollgate.gateway.console.session.SessionSecret;
import dev.tollgate.gateway.console.session.Sessions;
import dev.tollgate.gateway.console.view.Shell;
import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.gateway.http.BrowserHeaders;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Pipeline;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Pages before a session, and what opens one. One per event loop. */
public final class SignInPages {

    /** A link that signs in once ends after this long. */
    public static final Duration LINK_LIFE = Duration.ofMinutes(15);

    /**
     * What the pages need.
     *
     * @param provider null where no identity provider is set up
     * @param baseUrl of the console
     */
    public record Parts(
            Pipeline pipeline,
            Sessions sessions,
            SessionLookups lookups,
            OperatorTokens operators,
            @Nullable ProviderSignIn provider,
            FormBodies forms,
            PageWriter writer,
            ConsoleAssets assets,
            Problems problems,
            ProblemResponses responses,
            String baseUrl) {}

    private final Parts parts;
    private final SessionAudit audit;
    private final SessionOpener opener;
    private final OperatorGate operators;
    private final SignInPage page;
    private final SignInLinks links;

    public SignInPages(Parts parts) {
        this.parts = parts;
        this.audit = new SessionAudit(parts.pipeline());
        this.page = new SignInPage(parts.writer(), parts.assets(), parts.problems(), parts.provider() != null);
        this.opener = new SessionOpener(parts.sessions(), parts.lookups(), audit, parts.writer(), page);
        this.operators = new OperatorGate(parts.pipeline(), parts.operators());
        this.links = new SignInLinks(parts, audit, operators);
    }

    /** Answers a request of a path of sign-in; false for any other path. */
    public boolean handle(HttpServerRequest request, Arrival arrival) {
        var post = request.method().equals(HttpMethod.POST);
        switch (request.path()) {
            case SignInPlaces.SIGN_IN ->
                answered(request, arrival, post ? token(request, arrival) : show(request, arrival));
            case SignInPlaces.PROVIDER -> read(request, arrival, this::provider);
            case SignInPlaces.CALLBACK -> read(request, arrival, this::callback);
            case SignInPlaces.LINK ->
                answered(request, arrival, post ? spend(request, arrival) : link(request, arrival));
            case SignInPlaces.LINKS -> answered(request, arrival, links.create(request, arrival));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Answers a path of the way to the identity provider and back, which browsers take by GET only. */
    private void read(
            HttpServerRequest request, Arrival arrival, BiFunction<HttpServerRequest, Arrival, Future<Void>> page) {
        if (request.method().equals(HttpMethod.GET)) {
            answered(request, arrival, page.apply(request, arrival));
        } else {
            parts.responses().send(request, new Refusal.MethodNotAllowed(Set.of("GET")), arrival.requestId(), null);
        }
    }

    /** Sends the page to sign in at. */
    public void refuse(HttpServerRequest request, Arrival arrival, @Nullable Refusal refusal, String place) {
        page.send(request, arrival, refusal, place);
    }

    private Future<Void> show(HttpServerRequest request, Arrival arrival) {
        refuse(request, arrival, null, SignInPage.place(request.getParam("to")));
        return Future.succeededFuture();
    }

    private Future<Void> token(HttpServerRequest request, Arrival arrival) {
        return parts.forms().ofStranger(request).compose(read -> switch (read) {
            case FormBodies.Form.Refused(Refusal refusal) -> refused(request, arrival, refusal, Places.ROOT);
            case FormBodies.Form.Sent(var fields) -> {
                var given = fields.get("token");
                var place = SignInPage.place(fields.get("to"));
                yield operators
                        .admit(arrival.withToken(given == null ? "" : given.strip()))
                        .compose(admission -> switch (admission) {
                            case OperatorGate.Admission.Refused(Refusal refusal) -> {
                                audit.refused(arrival, Way.TOKEN, refusal);
                                yield refused(request, arrival, refusal, place);
                            }
                            case OperatorGate.Admission.Operator(var owner) ->
                                opener.open(request, arrival, proven(owner, owner.name(), Way.TOKEN), place);
                        });
            }
        });
    }

    private Future<Void> provider(HttpServerRequest request, Arrival arrival) {
        var provider = parts.provider();
        return provider == null
                ? refused(request, arrival, new Refusal.RouteNotFound(), Places.ROOT)
                : provider.begin(request, SignInPage.place(request.getParam("to")))
                        .onSuccess(url -> parts.writer()
                                .redirect(request, arrival.requestId().text(), url))
                        .mapEmpty();
    }

    /** What comes back without the cookie of its sign-in is no sign-in: anybody can send it, so it is counted only. */
    private Future<Void> callback(HttpServerRequest request, Arrival arrival) {
        var provider = parts.provider();
        if (provider == null) {
            return refused(request, arrival, new Refusal.RouteNotFound(), Places.ROOT);
        }
        var returned = provider.returned(request);
        if (returned.isEmpty()) {
            var refusal = parts.pipeline().rejected(arrival.withToken(null), false);
            return refused(request, arrival, refusal, Places.ROOT);
        }
        var guessing = guessing(arrival);
        return guessing == null
                ? redeemed(request, arrival, provider, returned.get())
                : refused(request, arrival, guessing, Places.ROOT);
    }

    /** The refusal of an address that presented too many wrong credentials; null for all others. */
    private @Nullable Refusal guessing(Arrival arrival) {
        return parts.pipeline().guessing(arrival.withToken(null));
    }

    /** A cookie of a sign-in is good for many codes: each wrong one counts against its address. */
    private Future<Void> redeemed(
            HttpServerRequest request, Arrival arrival, ProviderSignIn provider, ProviderSignIn.Returned returned) {
        return provider.person(returned)
                .compose(person -> person.isPresent()
                        ? opener.open(
                                request,
                                arrival,
                                proven(person.get().owner(), person.get().name(), Way.PROVIDER),
                                returned.attempt().place())
                        : rejected(request, arrival, Way.PROVIDER));
    }

    /** Records and answers what signs nobody in. */
    private Future<Void> rejected(HttpServerRequest request, Arrival arrival, Way way) {
        var refusal = parts.pipeline().rejected(arrival.withToken(null), true);
        audit.refused(arrival, way, refusal);
        return refused(request, arrival, refusal, Places.ROOT);
    }

    /** Shows the button only: what fetches links ahead spends none. */
    private Future<Void> link(HttpServerRequest request, Arrival arrival) {
        var requestId = arrival.requestId().text();
        var code = request.getParam("code");
        var view = new LinkView(Shell.ofStranger("Sign in", requestId, parts.assets()), code == null ? "" : code);
        BrowserHeaders.secretUrl(request.response());
        parts.writer().page(request, OK.code(), requestId, "link.jte", view);
        return Future.succeededFuture();
    }

    private Future<Void> spend(HttpServerRequest request, Arrival arrival) {
        var guessing = guessing(arrival);
        return guessing == null
                ? parts.forms().ofStranger(request).compose(read -> switch (read) {
                    case FormBodies.Form.Refused(Refusal refusal) -> refused(request, arrival, refusal, Places.ROOT);
                    case FormBodies.Form.Sent(var fields) -> spend(request, arrival, fields.get("code"));
                })
                : refused(request, arrival, guessing, Places.ROOT);
    }

    private Future<Void> spend(HttpServerRequest request, Arrival arrival, @Nullable String code) {
        var secret = code == null ? Optional.<SessionSecret>empty() : SessionSecret.parse(code);
        return secret.isEmpty()
                ? rejected(request, arrival, Way.LINK)
                : parts.sessions()
                        .spend(secret.get())
                        .compose(found -> found.isPresent()
                                ? opener.open(
                                        request,
                                        arrival,
                                        proven(found.get().owner(), found.get().name(), Way.LINK),
                                        Places.ROOT)
                                : rejected(request, arrival, Way.LINK));
    }

    private static SessionOpener.Proven proven(SessionCaller owner, String name, Way way) {
        return new SessionOpener.Proven(owner, name, way);
    }

    private Future<Void> refused(HttpServerRequest request, Arrival arrival, Refusal refusal, String place) {
        refuse(request, arrival, refusal, place);
        return Future.succeededFuture();
    }

    private void answered(HttpServerRequest request, Arrival arrival, Future<Void> page) {
        page.onFailure(cause -> refuse(request, arrival, parts.pipeline().broke(arrival, cause), Places.ROOT));
    }
}
