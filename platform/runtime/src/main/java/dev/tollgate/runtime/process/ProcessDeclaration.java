package dev.tollgate.runtime.process;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The process itself. */
@ConfigMapping(prefix = "tollgate.process")
public interface ProcessDeclaration {
    @Setting(value = "Event loops that serve calls. 0 means one per processor.", min = 0, max = 256)
    @WithDefault("0")
    int loops();

    @Setting(
            value =
                    "Time that one task may hold an event loop; the code that holds one longer is logged. 0 for no watch, "
                            + "which otherwise looks at the loops every 5 ms.",
            min = 0,
            max = 60_000)
    @WithDefault("0s")
    Duration loopHoldMax();

    @Setting(
            value = "Time between the stop signal and the end of accepting calls. Meanwhile the process is not "
                    + "ready and asks clients to reconnect elsewhere; gives load balancers time to react.",
            min = 0,
            max = 600_000)
    @WithDefault("0s")
    Duration drainGrace();

    @Setting(value = "Time for running calls to finish when the process stops.", min = 0, max = 600_000)
    @WithDefault("30s")
    Duration drainTimeout();
}
