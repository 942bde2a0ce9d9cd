package dev.tollgate.billing.app;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of usage retention. */
@ConfigMapping(prefix = "tollgate.usage")
public interface UsageDeclaration {

    @Setting(
            value = "Months for which individual metered calls are kept; daily sums and the ledger are kept forever.",
            min = 2,
            max = 1_200)
    @WithDefault("13")
    int months();
}
