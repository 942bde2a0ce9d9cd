package dev.tollgate.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.Locale;

/** How a page is looked at: width of the window in CSS pixels, and theme. */
record Look(int width, ColorScheme theme) {

    static final int HEIGHT = 900;
    static final Look DESKTOP = new Look(1440, ColorScheme.LIGHT);
    static final Look PHONE = new Look(360, ColorScheme.LIGHT);

    /** Both widths, each in both themes. */
    static List<Look> all() {
        return List.of(DESKTOP, DESKTOP.dark(), PHONE, PHONE.dark());
    }

    Look dark() {
        return new Look(width, ColorScheme.DARK);
    }

    Browser.NewContextOptions options() {
        return new Browser.NewContextOptions()
                .setViewportSize(width, HEIGHT)
                .setColorScheme(theme)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin");
    }

    @Override
    public String toString() {
        return width + "-" + theme.name().toLowerCase(Locale.ROOT);
    }
}
