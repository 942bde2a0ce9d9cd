package dev.tollgate.loadtest.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.loadtest.client.JsonTrees;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.util.Base64;
import java.util.List;

/** An identity provider that signs in everybody who has a code of its form. */
final class BenchIssuer implements AutoCloseable {

    /** What the console is called there. */
    static final String CLIENT = "console";

    private static final int KEY_BITS = 2_048;
    private static final int OK = 200;
    private static final long TOKEN_SECONDS = 3_600;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair key = key();
    private final HttpServer server;

    BenchIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        var _ = server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, discovery()));
        var _ = server.createContext("/keys", exchange -> answer(exchange, keys()));
        var _ = server.createContext("/token", exchange -> answer(exchange, redeemed(exchange)));
        server.start();
    }

    private static KeyPair key() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As its tokens name it. */
    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The code that a browser comes back with. */
    static String code(String subject, String nonce) {
        return BASE64.encodeToString((subject + ' ' + nonce).getBytes(StandardCharsets.UTF_8));
    }

    private String discovery() {
        return JsonTrees.object()
                .put("issuer", url())
                .put("jwks_uri", url() + "/keys")
                .put("authorization_endpoint", url() + "/authorize")
                .put("token_endpoint", url() + "/token")
                .toString();
    }

    private String keys() {
        var known = (RSAPublicKey) key.getPublic();
        var keys = JsonTrees.object();
        keys.putArray("keys")
                .addObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", "bench")
                .put("n", unsigned(known.getModulus()))
                .put("e", unsigned(known.getPublicExponent()));
        return keys.toString();
    }

    private static String unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        var bare = new byte[bytes.length - from];
        System.arraycopy(bytes, from, bare, 0, bare.length);
        return BASE64.encodeToString(bare);
    }

    private String redeemed(HttpExchange exchange) throws IOException {
        var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var code = List.of(form.split("&", -1)).stream()
                .filter(field -> field.startsWith("code="))
                .map(field -> URLDecoder.decode(field.substring("code=".length()), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
        var words = new String(Base64.getUrlDecoder().decode(code), StandardCharsets.UTF_8).split(" ", 2);
        return JsonTrees.object()
                .put("id_token", token(words[0], words[1]))
                .put("token_type", "Bearer")
                .toString();
    }

    private String token(String subject, String nonce) {
        long now = Clock.systemUTC().instant().getEpochSecond();
        var header = JsonTrees.object().put("alg", "RS256").put("typ", "JWT").put("kid", "bench");
        var claims = JsonTrees.object()
                .put("iss", url())
                .put("sub", subject)
                .put("aud", CLIENT)
                .put("nonce", nonce)
                .put("iat", now)
                .put("exp", now + TOKEN_SECONDS);
        var signed = encoded(header.toString()) + '.' + encoded(claims.toString());
        return signed + '.' + BASE64.encodeToString(signature(signed));
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] signature(String text) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(OK, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
