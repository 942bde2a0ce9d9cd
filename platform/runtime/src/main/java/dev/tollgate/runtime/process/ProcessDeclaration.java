package dev.tollgate.runtime.process;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The process itself. */
@ConfigMapping(prefix = "tollgate.process")
public interface ProcessDeclaration {
    @Setting(value = "Event loops that serve calls; 0 takes one per processor.", min = 0, max = 256)
    @WithDefault("0")
    int loops();

    @Setting(
            value = "How long a process that is told to stop goes on to serve, not ready and asking callers to connect "
                    + "elsewhere, before it takes no more; for load balancers that need time to notice.",
            min = 0,
            max = 600_000)
    @WithDefault("0s")
    Duration drainGrace();

    @Setting(
            value = "How long calls that are running may take to finish when the process stops.",
            min = 0,
            max = 600_000)
    @WithDefault("30s")
    Duration drainTimeout();
}
