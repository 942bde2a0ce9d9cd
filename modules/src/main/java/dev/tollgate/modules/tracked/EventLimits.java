package dev.tollgate.modules.tracked;

import java.time.Duration;

/** Limits of tracked events. */
public final class EventLimits {

    /** Names are compared exactly. */
    public static final String NAME_PATTERN = "^[A-Za-z0-9 _.:/-]+$";

    public static final int NAME_CHARS_MAX = 100;

    /** Different names of a workspace. */
    public static final int NAMES_MAX = 2_000;

    public static final int EVENT_ID_CHARS_MAX = 64;
    public static final int ACTOR_CHARS_MAX = 128;

    /** Bytes of the properties of one event as JSON. */
    public static final int PROPERTIES_BYTES_MAX = 8 << 10;

    /** Keys of the properties of one event, those inside of objects included. */
    public static final int KEYS_MAX = 64;

    public static final int DEPTH_MAX = 3;

    /** How far ahead of the server's clock an event may be. */
    public static final Duration AHEAD_MAX = Duration.ofMinutes(10);

    /** How long events are kept, by the time at which they occurred. */
    public static final Duration RETENTION = Duration.ofDays(400);

    private EventLimits() {}
}
