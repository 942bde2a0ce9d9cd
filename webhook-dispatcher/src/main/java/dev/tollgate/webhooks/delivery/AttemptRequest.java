package dev.tollgate.webhooks.delivery;

import dev.tollgate.webhooks.signature.SigningKey;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One attempt to be made.
 *
 * @param tenant who shares the connections of the host with others
 * @param url target; checked again before the connection is opened
 * @param webhookId id of the event: the same for every attempt of it
 * @param timestamp when the attempt is made; signed
 * @param body the exact bytes that are signed and sent
 * @param keys those that sign, the newest first; at least one
 * @param timeout how long the whole attempt may take
 */
public record AttemptRequest(
        UUID tenant,
        URI url,
        String webhookId,
        Instant timestamp,
        Buffer body,
        List<SigningKey> keys,
        Duration timeout) {

    public AttemptRequest {
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("an attempt is signed");
        }
    }
}
