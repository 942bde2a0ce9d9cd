package dev.tollgate.webhooks.app;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** How webhooks are delivered. */
@ConfigMapping(prefix = "tollgate.webhooks")
public interface WebhooksDeclaration {

    @Setting("Pauses before the second and each further attempt, each taken with 20 % of jitter.")
    @WithDefault("5s,5m,30m,2h,5h,10h,14h,20h,24h")
    List<Duration> retrySchedule();

    @Setting(value = "How long an attempt may take from start to head of the answer.", min = 100, max = 20_000)
    @WithDefault("15s")
    Duration timeout();

    @Setting(
            value = "How long a delivery belongs to the dispatcher that took it; more than twice the timeout.",
            min = 1_000,
            max = 600_000)
    @WithDefault("60s")
    Duration lease();

    @Setting(value = "Attempts of one dispatcher that are under way at once.", min = 1, max = 65_536)
    @WithDefault("1024")
    int concurrency();

    @Setting(value = "Attempts to one endpoint that one dispatcher has under way at once.", min = 1, max = 1_024)
    @WithDefault("32")
    int endpointConcurrency();

    @Setting(value = "Days for which events, deliveries and attempts are kept.", min = 2, max = 400)
    @WithDefault("31")
    int days();
}
