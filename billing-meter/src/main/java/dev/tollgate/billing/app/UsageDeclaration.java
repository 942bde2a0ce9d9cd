package dev.tollgate.billing.app;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How usage is kept. */
@ConfigMapping(prefix = "tollgate.usage")
public interface UsageDeclaration {

    @Setting(
            value = "Months for which metered calls are kept one by one; their daily sums and the ledger stay.",
            min = 2,
            max = 1_200)
    @WithDefault("13")
    int months();
}
