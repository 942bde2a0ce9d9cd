package dev.tollgate.gateway.control.workspaces;

import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.contract.outcome.Refusal;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Time zones of workspaces, by their IANA names. */
final class TimeZones {

    static final String DEFAULT = "UTC";

    private TimeZones() {}

    /** The refusal of a name that no time zone has; empty if there is one, or none is given. */
    static Optional<Refusal> refusal(@Nullable String name) {
        var known = ZoneId.getAvailableZoneIds();
        return name == null || known.contains(name)
                ? Optional.empty()
                : Optional.of(Refusal.ValidationFailed.of(
                        "time_zone",
                        "must be an IANA time zone, such as Europe/Berlin." + NearestWord.question(name, known)));
    }
}
