package dev.tollgate.gateway.control.credentials;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A secret that opens the door now; the secret itself is not kept.
 *
 * @param prefix its first twelve characters
 * @param expiresAt when it ends, as a newer one has replaced it; null for the newest
 */
public record LiveSecret(
        String prefix, Instant createdAt, @Nullable Instant expiresAt) {}
