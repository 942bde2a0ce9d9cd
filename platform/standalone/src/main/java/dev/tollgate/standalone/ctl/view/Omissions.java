package dev.tollgate.standalone.ctl.view;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tables of one answer had no room for, said in one line. */
final class Omissions {
    private final Set<String> columns = new LinkedHashSet<>();
    private boolean shortened;

    void column(String name) {
        columns.add(name);
    }

    void shortened() {
        shortened = true;
    }

    /** The line; null if everything was shown. */
    @Nullable String line() {
        if (columns.isEmpty()) {
            return shortened ? "ids and texts are shortened; --wide shows them whole" : null;
        }
        return "left out: " + String.join(", ", columns) + (shortened ? "; ids and texts are shortened" : "")
                + "; --wide shows all";
    }
}
