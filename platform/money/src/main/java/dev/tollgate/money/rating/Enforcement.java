package dev.tollgate.money.rating;

import java.util.Locale;

/** Treatment of billable calls at the limit. */
public enum Enforcement {
    /** They are refused when money or cap is out. */
    ENFORCE(0),
    /** They are admitted all the same, and what is missing is owed as overage. */
    NOTIFY(1),
    /** They are refused. */
    PAUSED(2);

    private final int code;

    Enforcement(int code) {
        this.code = code;
    }

    /** Its code in the Redis functions. */
    public int code() {
        return code;
    }

    public static Enforcement ofCode(int code) {
        for (Enforcement enforcement : values()) {
            if (enforcement.code == code) {
                return enforcement;
            }
        }
        throw new IllegalArgumentException("no enforcement has the code " + code);
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Enforcement of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
