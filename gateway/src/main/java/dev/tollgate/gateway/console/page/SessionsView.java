package dev.tollgate.gateway.console.page;

import java.util.List;

/**
 * The sessions of the person, to be ended.
 *
 * @param others sessions besides the present one
 */
public record SessionsView(Shell shell, ShownTable sessions, List<Other> others) {

    public SessionsView {
        others = List.copyOf(others);
    }

    /**
     * A session elsewhere.
     *
     * @param hash names it, and opens nothing
     */
    public record Other(String hash, String client) {}
}
