package dev.tollgate.gateway.console.signin;

import dev.tollgate.gateway.console.session.Cookies;
import dev.tollgate.gateway.console.session.SignInAttempt;
import dev.tollgate.gateway.identity.CodeSignIn;
import dev.tollgate.records.secret.SecretBox;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** Sign-in at the identity provider: what the browser takes along, and what must come back. One per event loop. */
public final class ProviderSignIn {

    /** A sign-in that came back to where it began, with a code that nobody has checked. */
    record Returned(SignInAttempt attempt, String code) {}

    private final CodeSignIn codes;
    private final SecretBox box;
    private final SecureRandom random;
    private final InstantSource clock;

    public ProviderSignIn(CodeSignIn codes, SecretBox box, SecureRandom random, InstantSource clock) {
        this.codes = codes;
        this.box = box;
        this.random = random;
        this.clock = clock;
    }

    /** Where the browser goes to sign in. Sets the cookie that it must come back with. */
    Future<String> begin(HttpServerRequest request, String place) {
        var attempt = SignInAttempt.begin(random, place, clock.instant());
        return codes.authorizationUrl(attempt.state(), attempt.nonce(), attempt.challenge())
                .onSuccess(_ ->
                        Cookies.set(request.response(), Cookies.SIGN_IN, attempt.sealed(box), SignInAttempt.LIFE_MAX));
    }

    /** What came back; empty for a sign-in that did not begin in this browser, is too old, or was refused there. */
    Optional<Returned> returned(HttpServerRequest request) {
        var attempt = Cookies.value(request, Cookies.SIGN_IN)
                .flatMap(cookie -> SignInAttempt.opened(box, cookie, clock.instant()));
        Cookies.clear(request.response(), Cookies.SIGN_IN);
        var code = request.getParam("code");
        return code == null
                ? Optional.empty()
                : attempt.filter(begun -> isOf(begun, request)).map(begun -> new Returned(begun, code));
    }

    /** Who came back; empty for a wrong code. Asks the identity provider. */
    Future<Optional<CodeSignIn.SignedIn>> person(Returned returned) {
        var attempt = returned.attempt();
        return codes.redeem(returned.code(), attempt.verifier(), attempt.nonce());
    }

    /** The state names the attempt; an issuer that names itself (RFC 9207) must be ours. */
    private boolean isOf(SignInAttempt attempt, HttpServerRequest request) {
        var issuer = request.getParam("iss");
        return attempt.state().equals(request.getParam("state")) && (issuer == null || issuer.equals(codes.issuer()));
    }
}
