package dev.tollgate.gateway.console.session;

import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.gateway.pipeline.Arrival;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** One log line for each session that somebody opens or ends. No line has a secret. */
public final class SessionLog {

    private static final Logger LOGGER = LoggerFactory.getLogger("dev.tollgate.session");

    /** How a session is opened or ended. */
    public enum Way {
        TOKEN("sign_in_by_token"),
        PROVIDER("sign_in_by_provider"),
        LINK("sign_in_by_link"),
        /** A sign-in of the same browser replaced it. */
        REPLACED("replace_session"),
        /** The owner has opened more sessions than one may have, and it was the oldest. */
        CROWDED_OUT("end_oldest_session"),
        SIGNED_OUT("sign_out"),
        /** From another session of its owner. */
        ENDED_ELSEWHERE("end_session"),
        /** With all others of its owner. */
        ALL_SIGNED_OUT("end_all_sessions");

        private final String operation;

        Way(String operation) {
            this.operation = operation;
        }

        /** What the audit calls it. */
        String operation() {
            return operation;
        }
    }

    private SessionLog() {}

    /** A session was opened. */
    static void opened(Arrival arrival, SessionCaller owner, Way way) {
        line(arrival, owner, way).log("session opened");
    }

    /** A session was ended by hand, or all of its owner. */
    static void ended(Arrival arrival, SessionCaller owner, Way way) {
        line(arrival, owner, way).log("session ended");
    }

    private static LoggingEventBuilder line(Arrival arrival, SessionCaller owner, Way way) {
        return LOGGER.atInfo()
                .addKeyValue("requestId", arrival.requestId())
                .addKeyValue("actor", owner.qualifiedId())
                .addKeyValue("way", way.name().toLowerCase(Locale.ROOT))
                .addKeyValue("clientAddress", arrival.clientAddress());
    }
}
