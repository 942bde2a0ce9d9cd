package dev.tollgate.gateway.credential;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stored time zones by their names. Another gateway, with newer time zone data, may have stored a name that this JDK
 * does not know: that workspace is in UTC here.
 */
final class KnownZones {

    private static final Logger LOGGER = LoggerFactory.getLogger(KnownZones.class);

    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private KnownZones() {}

    /** The zone; UTC if its name is unknown, which is logged once per name and process. */
    static ZoneId of(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            if (LOGGED.add(name)) {
                LOGGER.atError()
                        .addKeyValue("timeZone", name)
                        .log("unknown time zone of a workspace, UTC is used: update the JDK's time zone data");
            }
            return ZoneOffset.UTC;
        }
    }
}
