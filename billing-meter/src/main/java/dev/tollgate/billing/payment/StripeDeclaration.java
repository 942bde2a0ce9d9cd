package dev.tollgate.billing.payment;

import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Payments by Stripe Checkout, in US dollars; there are none without a secret key. */
@ConfigMapping(prefix = "tollgate.payments.stripe")
public interface StripeDeclaration {

    /** Hosts that need no TLS: this machine. */
    Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @Setting(value = "Secret or restricted key of the Stripe account. Payments are disabled without it.", secret = true)
    Optional<String> secretKey();

    @Setting(value = "Signing secret of the webhook endpoint that Stripe calls, whsec_….", secret = true)
    Optional<String> signingSecret();

    @Setting("Base URL of Stripe's API.")
    @WithDefault("https://api.stripe.com")
    String baseUrl();

    @Setting("URL that Stripe redirects to after payment.")
    Optional<String> successUrl();

    @Setting("URL that Stripe redirects to when the payer cancels.")
    Optional<String> cancelUrl();

    @Setting(value = "Minimum amount of a checkout, in micros of US dollars.", min = 500_000, max = 999_999_990_000L)
    @WithDefault("5000000")
    long minMicros();

    @Setting(value = "Maximum amount of a checkout, in micros of US dollars.", min = 500_000, max = 999_999_990_000L)
    @WithDefault("10000000000")
    long maxMicros();

    @Setting(value = "Timeout of a connection to Stripe, and of its answer.", min = 100, max = 4_000)
    @WithDefault("3s")
    Duration timeout();

    @Setting(
            value = "Interval at which a gateway looks for checkouts to refresh from Stripe; each is refreshed "
                    + "hourly.",
            min = 100,
            max = 3_600_000)
    @WithDefault("1m")
    Duration sweepEvery();

    /**
     * The settings that a gateway works with; empty where payments are not set up.
     *
     * @throws SettingsRejected with every fault
     */
    default Optional<StripeSettings> toSettings() {
        if (secretKey().isEmpty()) {
            return Optional.empty();
        }
        List<String> faults = new ArrayList<>();
        if (signingSecret().isEmpty()) {
            faults.add("tollgate.payments.stripe.signing-secret must be set where secret-key is");
        }
        if (successUrl().isEmpty()) {
            faults.add("tollgate.payments.stripe.success-url must be set where secret-key is");
        }
        if (minMicros() > maxMicros()) {
            faults.add("tollgate.payments.stripe.min-micros must not be above max-micros");
        }
        if (!trusted(baseUrl())) {
            faults.add("tollgate.payments.stripe.base-url must be an https address, or http on this machine");
        }
        if (!faults.isEmpty()) {
            throw new SettingsRejected(faults);
        }
        return Optional.of(new StripeSettings(
                secretKey().get(),
                signingSecret().get(),
                baseUrl(),
                successUrl().get(),
                cancelUrl().orElse(null),
                minMicros(),
                maxMicros(),
                timeout(),
                sweepEvery()));
    }

    private static boolean trusted(String url) {
        try {
            var uri = new URI(url);
            return "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost()));
        } catch (URISyntaxException none) {
            return false;
        }
    }
}
