package dev.tollgate.gateway.http;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.gateway.access.ClientAddresses;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Makes of a request's head what the pipeline wants to know. */
public final class ArrivalFactory {

    /** The header with the request id, both ways. */
    public static final String REQUEST_ID = "X-Request-Id";

    private static final int CLIENT_REQUEST_ID_LENGTH_MAX = 128;
    private static final int USER_AGENT_LENGTH_MAX = 256;
    private static final String BEARER = "Bearer ";
    private static final String NO_TOKEN = "";
    private static final CharSequence OWN_REQUEST_ID = HttpHeaders.createOptimized(REQUEST_ID);

    private final IdSource ids;
    private final InstantSource clock;
    private final ClientAddresses addresses;

    public ArrivalFactory(IdSource ids, InstantSource clock, ClientAddresses addresses) {
        this.ids = ids;
        this.clock = clock;
        this.addresses = addresses;
    }

    /** The arrival of this request, now. */
    public Arrival arrival(HttpServerRequest request, Surface surface) {
        var connection = ConnectionState.of(request.connection());
        var peer = connection == null ? addresses.peer(request.remoteAddress().hostAddress()) : connection.peer();
        return new Arrival(
                new RequestId(ids.next()),
                clientRequestId(request.getHeader(OWN_REQUEST_ID)),
                clock.instant(),
                System.nanoTime(),
                surface,
                peer.trusted() ? addresses.client(peer, request.headers()::getAll) : peer.address(),
                shortened(request.getHeader(HttpHeaders.USER_AGENT)),
                token(request.getHeader(HttpHeaders.AUTHORIZATION), connection));
    }

    /** Most connections send the same header with every request: its token is taken out of it once. */
    private static @Nullable String token(@Nullable String authorization, @Nullable ConnectionState connection) {
        if (authorization == null) {
            return null;
        }
        var known = connection == null ? null : connection.token(authorization);
        if (known != null) {
            return known;
        }
        var token = token(authorization);
        if (connection != null) {
            connection.sent(authorization, token);
        }
        return token;
    }

    /** A value without the scheme, or with another one, is an invalid token, but counts as a given credential. */
    private static String token(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length())
                : NO_TOKEN;
    }

    private static @Nullable String clientRequestId(@Nullable String given) {
        if (given == null || given.isEmpty() || given.length() > CLIENT_REQUEST_ID_LENGTH_MAX) {
            return null;
        }
        for (int at = 0; at < given.length(); at++) {
            if (given.charAt(at) < ' ' || given.charAt(at) > '~') {
                return null;
            }
        }
        return given;
    }

    private static @Nullable String shortened(@Nullable String userAgent) {
        return userAgent == null || userAgent.length() <= USER_AGENT_LENGTH_MAX
                ? userAgent
                : userAgent.substring(0, USER_AGENT_LENGTH_MAX);
    }
}
