package dev.tollgate.webhooks.delivery;

import dev.tollgate.webhooks.address.AddressPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Settings of attempts.
 *
 * @param egressProxy null for direct connections
 * @param connectionsPerHostMax connections of one event loop to one host and port
 * @param version of the product, for {@code user-agent}
 */
public record SenderSettings(
        AddressPolicy policy, @Nullable EgressProxy egressProxy, int connectionsPerHostMax, String version) {}
