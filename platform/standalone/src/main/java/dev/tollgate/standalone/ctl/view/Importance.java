package dev.tollgate.standalone.ctl.view;

import java.util.List;
import java.util.Set;

/**
 * How much a column of a list matters, the most important first; columns are shown in this order. Where a terminal is
 * narrow, the last ones are left out, but never one that {@link #isKept}: which record, how it ended, what it cost and
 * when.
 */
enum Importance {
    IDENTITY(true),
    NAME(false),
    STATE(true),
    AMOUNT(true),
    TIME(true),
    DETAIL(false),
    OTHER_TIME(false),
    REFERENCE(false),
    TRACE(false),
    /** The same for every record by nature, or of interest only to programs: shown on request. */
    HIDDEN(false);

    private static final List<String> IDENTITIES = List.of("id", "key");
    private static final Set<String> NAMES = Set.of(
            "name",
            "title",
            "slug",
            "subject",
            "email",
            "action",
            "actor",
            "event_type",
            "type",
            "kind",
            "plan",
            "dimension");
    private static final Set<String> STATES =
            Set.of("status", "last_status_code", "status_code", "outcome", "enabled", "mode");
    private static final List<String> TIMES =
            List.of("time", "created_at", "started_at", "recorded_at", "reported_at", "hour", "day", "month");
    private static final Set<String> TRACES = Set.of(
            "client_request_id",
            "input_digest",
            "client_address",
            "user_agent",
            "price_version",
            "response_head",
            "metadata");
    private static final Set<String> HIDDEN_NAMES = Set.of("version", "source", "last_actor", "updated_at");

    private final boolean kept;

    Importance(boolean kept) {
        this.kept = kept;
    }

    boolean isKept() {
        return kept;
    }

    /**
     * The importance of one field.
     *
     * @param names all fields of the record, in the order of its schema
     */
    static Importance of(String name, List<String> names) {
        if (name.equals(identity(names))) {
            return IDENTITY;
        }
        if (HIDDEN_NAMES.contains(name)) {
            return HIDDEN;
        }
        if (NAMES.contains(name)) {
            return NAME;
        }
        if (STATES.contains(name)) {
            return STATE;
        }
        if (name.endsWith("_micros")) {
            return AMOUNT;
        }
        if (name.equals(time(names))) {
            return TIME;
        }
        if (name.endsWith("_at")) {
            return OTHER_TIME;
        }
        if (FieldKind.isId(name) || name.endsWith("_ids")) {
            return REFERENCE;
        }
        return TRACES.contains(name) ? TRACE : DETAIL;
    }

    private static String identity(List<String> names) {
        return IDENTITIES.stream()
                .filter(names::contains)
                .findFirst()
                .orElseGet(() -> names.isEmpty() ? "" : names.getFirst());
    }

    private static String time(List<String> names) {
        return TIMES.stream().filter(names::contains).findFirst().orElse("");
    }
}
