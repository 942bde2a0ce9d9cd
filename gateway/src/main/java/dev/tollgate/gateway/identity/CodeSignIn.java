package dev.tollgate.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.fetch.RemoteDocuments;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in of people at the identity provider: authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636).
 * The code is redeemed once; the id token is verified as every token of the issuer is, and then dropped. One per event
 * loop. Fails while the issuer is unavailable.
 */
public final class CodeSignIn {

    private static final Duration ENDPOINTS_KEPT = Duration.ofMinutes(5);
    private static final String SCOPE = "openid profile email";

    /**
     * A person as their id token names them.
     *
     * @param name an address of theirs that the issuer has verified, else the subject
     */
    public record SignedIn(SessionCaller.Subject owner, String name) {}

    private record Endpoints(String authorization, String token, Instant until) {}

    private final IssuerDocuments documents;
    private final IssuerContext issuerContext;
    private final VerifiedTokenCache tokens;
    private final PersonRows rows;
    private final CodeClient client;
    private @Nullable Endpoints endpoints;
    private @Nullable Future<Endpoints> discovery;

    /** The sign-in of one loop. */
    public CodeSignIn(
            OidcIssuer issuer,
            IssuerContext issuerContext,
            VerifiedTokenCache tokens,
            PersonRows rows,
            CodeClient client) {
        this.documents = issuer.documents();
        this.issuerContext = issuerContext;
        this.tokens = tokens;
        this.rows = rows;
        this.client = client;
    }

    /** Name of the issuer, as it must come back where it comes back. */
    public String issuer() {
        return issuerContext.issuer().url();
    }

    /** Where a person signs in. */
    public Future<String> authorizationUrl(String state, String nonce, String challenge) {
        return endpoints().map(known -> {
            var query = new LinkedHashMap<String, String>();
            query.put("response_type", "code");
            query.put("client_id", client.id());
            query.put("redirect_uri", client.redirectUrl());
            query.put("scope", SCOPE);
            query.put("state", state);
            query.put("nonce", nonce);
            query.put("code_challenge", challenge);
            query.put("code_challenge_method", "S256");
            return known.authorization() + (known.authorization().contains("?") ? '&' : '?') + encoded(query);
        });
    }

    /**
     * The person whose code this is; empty where the issuer does not accept the code, and where the id token is not for
     * us, or of another sign-in.
     */
    public Future<Optional<SignedIn>> redeem(String code, String verifier, String nonce) {
        return endpoints()
                .compose(known -> documents.grant(known.token(), encoded(redemption(code, verifier))))
                .recover(CodeSignIn::unavailable)
                .compose(answer -> answer.isPresent()
                        ? verified(answer.get().path("id_token").asText(), nonce)
                        : Future.succeededFuture(Optional.<SignedIn>empty()));
    }

    private Map<String, String> redemption(String code, String verifier) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", client.redirectUrl());
        form.put("client_id", client.id());
        form.put("code_verifier", verifier);
        if (client.secret() != null) {
            form.put("client_secret", client.secret());
        }
        return form;
    }

    private Future<Optional<SignedIn>> verified(String idToken, String nonce) {
        return tokens.ask(idToken).compose(checked -> switch (checked) {
            case VerifiedTokenCache.Checked.Bad bad -> refused(bad.rejection());
            case VerifiedTokenCache.Checked.Good(VerifiedToken good) ->
                isForUs(good.claims(), idToken, nonce)
                        ? rows.renewed(good)
                                .onSuccess(_ -> issuerContext
                                        .signIns()
                                        .signedIn(good.claims().subject(), tokens.now()))
                                .map(_ -> Optional.of(signedIn(good.claims())))
                        : refused(TokenRejection.AUDIENCE);
        });
    }

    private boolean isForUs(TokenClaims claims, String idToken, String nonce) {
        var payload = SignedToken.parse(idToken).map(SignedToken::payload);
        return payload.isPresent()
                && claims.audiences().contains(client.id())
                && (claims.audiences().size() == 1
                        || payload.get().path("azp").asText().equals(client.id()))
                && payload.get().path("nonce").asText().equals(nonce);
    }

    private static SignedIn signedIn(TokenClaims claims) {
        var email = claims.verifiedEmail();
        return new SignedIn(
                new SessionCaller.Subject(claims.subject(), claims.expiresAt(), email),
                email == null ? claims.subject() : email);
    }

    private Future<Optional<SignedIn>> refused(TokenRejection rejection) {
        tokens.reject(rejection);
        return Future.succeededFuture(Optional.empty());
    }

    private Future<Endpoints> endpoints() {
        var known = endpoints;
        if (known != null && tokens.now().isBefore(known.until())) {
            return Future.succeededFuture(known);
        }
        var running = discovery;
        return running == null ? discovered() : running;
    }

    /** However many ask, the issuer is asked once at a time. */
    private Future<Endpoints> discovered() {
        var begun = documents.discovery().map(this::kept).recover(CodeSignIn::unavailable);
        discovery = begun;
        begun.onComplete(_ -> discovery = null);
        return begun;
    }

    private Endpoints kept(JsonNode document) {
        var found = new Endpoints(
                document.path("authorization_endpoint").asText(),
                document.path("token_endpoint").asText(),
                tokens.now().plus(ENDPOINTS_KEPT));
        if (!RemoteDocuments.trusted(found.authorization()) || !RemoteDocuments.trusted(found.token())) {
            throw new IllegalStateException("the discovery document has no https endpoints to sign in at");
        }
        endpoints = found;
        return found;
    }

    private static <T> Future<T> unavailable(Throwable cause) {
        return Future.failedFuture(Failure.Unavailable.before("sign-in at the identity provider failed", cause));
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
