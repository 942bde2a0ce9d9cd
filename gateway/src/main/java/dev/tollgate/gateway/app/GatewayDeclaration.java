package dev.tollgate.gateway.app;

import dev.tollgate.gateway.access.ConnectionLimits;
import dev.tollgate.gateway.access.LoadShedder;
import dev.tollgate.gateway.credential.AddressRange;
import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of one gateway's listeners. */
@ConfigMapping(prefix = "tollgate.gateway")
public interface GatewayDeclaration {
    @Setting("Bind address of the gateway.")
    @WithDefault("0.0.0.0")
    String host();

    @Setting(value = "Port of the gateway. 0 picks a free port.", min = 0, max = 65_535)
    @WithDefault("8080")
    int port();

    @Setting(
            value = "Time that a gateway reads a public page of its own before it is ready, so that its code is "
                    + "compiled when the first caller comes. 0 for none.",
            min = 0,
            max = 30_000)
    @WithDefault("0s")
    Duration warmUp();

    @Setting(
            value = "Maximum open connections of one gateway. A control plane with a port of its own has 8,192 more.",
            min = 16,
            max = 1_000_000)
    @WithDefault("32768")
    int connectionsMax();

    @Setting(
            value =
                    "Maximum open connections per client address to a port of one gateway; an IPv6 address counts by its "
                            + "/64. At most 128 to a control plane with a port of its own. Trusted proxies are exempt.",
            min = 1,
            max = 1_000_000)
    @WithDefault("256")
    int connectionsPerAddressMax();

    @Setting("Addresses or CIDR blocks exempt from connections-per-address-max, such as 127.0.0.0/8 for a "
            + "load test.")
    Optional<List<String>> connectionsExempt();

    @Setting(
            value =
                    "Delay from which calls are refused with 503: calls in flight are limited while even the fastest of "
                            + "them take longer. Must be more than calls take without load. 0 to refuse none.",
            min = 0,
            max = 10_000)
    @WithDefault("100ms")
    Duration overloadDelayMax();

    @Setting(
            value = "Calls in flight per event loop that are never refused for overload; of writes, half of it.",
            min = 16,
            max = 16_384)
    @WithDefault("256")
    int overloadInFlightMin();

    /** When calls are refused for overload. */
    default LoadShedder.Bounds toShedding() {
        return new LoadShedder.Bounds(overloadDelayMax(), overloadInFlightMin());
    }

    /**
     * The bounds of connections.
     *
     * @throws SettingsRejected when an exempt address is no address or range
     */
    default ConnectionLimits.Bounds toBounds() {
        try {
            return new ConnectionLimits.Bounds(
                    connectionsMax(),
                    connectionsPerAddressMax(),
                    AddressRange.all(connectionsExempt().orElse(List.of())));
        } catch (IllegalArgumentException wrong) {
            throw new SettingsRejected(List.of("tollgate.gateway.connections-exempt: " + wrong.getMessage()));
        }
    }
}
