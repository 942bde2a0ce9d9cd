package dev.tollgate.money.usage;

import dev.tollgate.contract.event.UsageRecorded;
import org.jspecify.annotations.Nullable;

/** Where a call came from. */
record Origin(String address, @Nullable String agent) {

    static Origin of(UsageRecorded event) {
        return new Origin(event.call().clientAddress(), event.call().userAgent());
    }
}
