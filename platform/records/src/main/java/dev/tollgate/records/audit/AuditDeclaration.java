package dev.tollgate.records.audit;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the audit. */
@ConfigMapping(prefix = "tollgate.audit")
public interface AuditDeclaration {

    /** Granularity of audit entries for reads. */
    enum Reads {
        EACH,
        HOURLY
    }

    @Setting("Audit of reads: each, one event per call; hourly, one per credential, operation and hour.")
    @WithDefault("each")
    Reads reads();

    @Setting(
            value = "Retention of the before and after of changes, and of addresses and agents of reads, in days.",
            min = 1,
            max = 36_500)
    @WithDefault("400")
    int bodyDays();
}
