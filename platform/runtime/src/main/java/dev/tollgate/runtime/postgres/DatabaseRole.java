package dev.tollgate.runtime.postgres;

import java.util.regex.Pattern;

/**
 * The database role that a part acts as. It is a start-up parameter of the connection, so {@code RESET ROLE} comes back
 * to it; none of these roles passes by row-level security.
 */
public record DatabaseRole(String name) {
    private static final Pattern FORM = Pattern.compile("[a-z_]+");

    /** Answers calls. */
    public static final DatabaseRole APP = new DatabaseRole("tollgate_app");

    /** Relays the outbox to Kafka. */
    public static final DatabaseRole RELAY = new DatabaseRole("tollgate_relay");

    /** Books usage. */
    public static final DatabaseRole METER = new DatabaseRole("tollgate_meter");

    /** Seals the audit. */
    public static final DatabaseRole SEALER = new DatabaseRole("tollgate_sealer");

    /** Delivers webhooks. */
    public static final DatabaseRole DISPATCHER = new DatabaseRole("tollgate_dispatcher");

    public DatabaseRole {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not a role: " + name);
        }
    }
}
