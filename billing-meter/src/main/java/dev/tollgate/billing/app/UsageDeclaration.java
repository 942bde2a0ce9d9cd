package dev.tollgate.billing.app;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of metered usage. */
@ConfigMapping(prefix = "tollgate.usage")
public interface UsageDeclaration {

    @Setting(
            value =
                    "Months for which calls that versions before segments booked as rows are kept; segments, daily sums and "
                            + "the ledger are kept forever.",
            min = 2,
            max = 1_200)
    @WithDefault("13")
    int months();

    @Setting(
            value = "How long usage of accounts with few calls waits to be booked with more. It is in lists and in the "
                    + "ledger as much later.",
            min = 0,
            max = 2_000)
    @WithDefault("1500ms")
    Duration pace();
}
