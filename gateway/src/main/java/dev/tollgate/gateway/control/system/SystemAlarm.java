package dev.tollgate.gateway.control.system;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** One thing that is wrong and that an operator should look at. */
public record SystemAlarm(
        Kind kind,

        @JsonPropertyDescription("What was found.") String detail,

        @JsonPropertyDescription("Runbook that says what to do.")
        String runbook) {

    /** What can be wrong. */
    public enum Kind {
        CLOCKS_DISAGREE("clocks"),
        CLOSES_IN_FUTURE("clocks"),
        USAGE_LOG_LOST("usage-log-lost"),
        USAGE_LOG_SHORT("usage-log-lost"),
        COPIES_AHEAD("postgres-restored"),
        REDIS_SETTINGS("redis-lost-data"),
        DEAD_LETTERS("dead-letters"),
        CALLS_SHED("overloaded"),
        EVENTS_LOG_LOST("events-log-lost"),
        WEBHOOKS_OVERDUE("deliveries-are-stuck"),
        SEALS_LATE("background-work-is-late"),
        RECONCILE_LATE("background-work-is-late");

        private final String page;

        Kind(String page) {
            this.page = page;
        }
    }

    SystemAlarm(Kind kind, String detail) {
        this(kind, detail, "runbooks/" + kind.page + ".md");
    }
}
