package dev.tollgate.money.rating;

import java.util.Locale;

/** What happens to billable calls. */
public enum Enforcement {
    /** They are refused when money or cap is out. */
    ENFORCE,
    /** They are admitted all the same, and what is missing is owed as overage. */
    NOTIFY,
    /** They are refused. */
    PAUSED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Enforcement of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
