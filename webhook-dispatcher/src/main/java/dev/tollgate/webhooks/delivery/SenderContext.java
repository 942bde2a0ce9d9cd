package dev.tollgate.webhooks.delivery;

import dev.tollgate.webhooks.address.AddressGuard;
import dev.tollgate.webhooks.address.Destination;
import dev.tollgate.webhooks.signature.Signature;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** Context that all attempts of an event loop share. */
record SenderContext(
        Vertx vertx,
        InstantSource clock,
        AddressGuard guard,
        HostResolver names,
        HostPools hosts,
        Signature signature,
        String userAgent) {

    FullHttpRequest request(Destination to, AttemptRequest attempt, byte[] body, String signed) {
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, to.target(), Unpooled.wrappedBuffer(body));
        request.headers()
                .add("host", to.authority())
                .add("user-agent", userAgent)
                .add("accept", "*/*")
                .add("content-type", "application/json")
                .add("content-length", body.length)
                .add("webhook-id", attempt.webhookId())
                .add("webhook-timestamp", attempt.timestamp().getEpochSecond())
                .add("webhook-signature", signed);
        return request;
    }
}
