package dev.tollgate.gateway.console.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sessions of the person, to be ended. */
public record SessionsView(Shell shell, List<Row> rows) {

    public SessionsView {
        rows = List.copyOf(rows);
    }

    /**
     * One session.
     *
     * @param hash names it, and opens nothing; null for the present one
     */
    public record Row(
            ShownValue signedInAt,
            ShownValue endsAt,
            String client,
            @Nullable String hash) {}
}
