package dev.tollgate.webhooks.app;

import dev.tollgate.runtime.process.ProductVersion;
import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.webhooks.address.AddressGuard;
import dev.tollgate.webhooks.address.AddressPolicy;
import dev.tollgate.webhooks.delivery.EgressProxy;
import dev.tollgate.webhooks.delivery.SenderSettings;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.RetrySchedule;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of webhook delivery. */
@ConfigMapping(prefix = "tollgate.webhooks")
public interface WebhooksDeclaration {

    @Setting("Pauses before the second and each further attempt, with 20 % jitter.")
    @WithDefault("5s,5m,30m,2h,5h,10h,14h,20h,24h")
    List<Duration> retrySchedule();

    @Setting(value = "Timeout of an attempt, from its start to the head of the answer.", min = 100, max = 20_000)
    @WithDefault("15s")
    Duration timeout();

    @Setting(value = "Lease of a delivery; more than twice the timeout.", min = 1_000, max = 600_000)
    @WithDefault("60s")
    Duration lease();

    @Setting(
            value = "Interval at which an endpoint that fails, or whose account cannot pay, is probed with one "
                    + "delivery.",
            min = 100,
            max = 3_600_000)
    @WithDefault("30s")
    Duration probeEvery();

    @Setting(value = "Maximum concurrent attempts of one dispatcher.", min = 1, max = 65_536)
    @WithDefault("1024")
    int concurrency();

    @Setting(value = "Maximum concurrent attempts of one dispatcher to one endpoint.", min = 1, max = 1_024)
    @WithDefault("32")
    int endpointConcurrency();

    @Setting(value = "Retention of events, deliveries and attempts, in days.", min = 2, max = 400)
    @WithDefault("31")
    int days();

    @Setting("Whether a webhook is paused when its holder may no longer read its events: a credential "
            + "that was revoked, expired or lost scopes, a member who was removed or changed role. If "
            + "false, it keeps sending.")
    @WithDefault("true")
    boolean pauseOnLostAccess();

    @Setting("Whether endpoints may use plain http; for your own receivers.")
    @WithDefault("false")
    boolean allowHttp();

    @Setting("Non-public addresses or CIDR blocks that deliveries may go to, such as 10.1.0.0/16; names "
            + "that resolve to them are allowed too.")
    Optional<List<String>> allowedAddresses();

    @Setting("Allowed ports and port ranges, such as 8000-8999.")
    @WithDefault("80,443,8080,8443")
    List<String> allowedPorts();

    @Setting(
            value = "HTTP proxy for all deliveries, http://[user:password@]host:port; it gets a CONNECT to the "
                    + "checked address.",
            secret = true)
    Optional<String> egressProxy();

    @Setting(value = "Maximum connections of one event loop to one host and port.", min = 1, max = 4_096)
    @WithDefault("128")
    int connectionsPerHost();

    /**
     * Limits of deliveries.
     *
     * @throws SettingsRejected when a lease is too short for an attempt
     */
    default DeliveryLimits toTerms() {
        try {
            return new DeliveryLimits(
                    new RetrySchedule(retrySchedule()),
                    timeout(),
                    lease(),
                    probeEvery(),
                    concurrency(),
                    endpointConcurrency());
        } catch (IllegalArgumentException wrong) {
            throw new SettingsRejected(List.of("tollgate.webhooks: " + wrong.getMessage()));
        }
    }

    /**
     * The judge of URLs and addresses.
     *
     * @throws SettingsRejected when an address or a port is none
     */
    default AddressGuard toGuard() {
        return new AddressGuard(toPolicy());
    }

    /**
     * The settings of attempts.
     *
     * @throws SettingsRejected when an address, a port or the proxy is none
     */
    default SenderSettings toSenderSettings() {
        try {
            var proxy = egressProxy().map(EgressProxy::parsed).orElse(null);
            return new SenderSettings(toPolicy(), proxy, connectionsPerHost(), ProductVersion.current());
        } catch (IllegalArgumentException noProxy) {
            throw new SettingsRejected(
                    List.of("tollgate.webhooks.egress-proxy must be http://[user:password@]host:port"));
        }
    }

    private AddressPolicy toPolicy() {
        try {
            return AddressPolicy.of(allowHttp(), allowedAddresses().orElse(List.of()), allowedPorts());
        } catch (IllegalArgumentException wrong) {
            throw new SettingsRejected(List.of("tollgate.webhooks.allowed-…: " + wrong.getMessage()));
        }
    }
}
