package dev.tollgate.gateway.control.credentials;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An active secret, without its text.
 *
 * @param prefix its first twelve characters
 * @param expiresAt when it ends after its rotation; null for the newest
 */
public record LiveSecret(
        String prefix, Instant createdAt, @Nullable Instant expiresAt) {}
