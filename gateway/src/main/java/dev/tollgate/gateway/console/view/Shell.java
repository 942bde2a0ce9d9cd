package dev.tollgate.gateway.console.view;

import dev.tollgate.gateway.console.asset.ConsoleAssets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page: where it is, where else to go, who is signed in.
 *
 * @param trail pages above this one
 * @param person name of who is signed in; null on pages before sign-in
 * @param formToken that forms of the session carry; empty before sign-in
 * @param notice what was just done; null for nothing
 * @param requestId of the page
 * @param requests what the paths of the pages of requests begin with; null where the person sees none
 * @param live topics of the page that may change while it is open, with spaces between; empty for none
 */
public record Shell(
        String title,
        List<ShownValue.Link> trail,
        List<Navigation> navigation,
        @Nullable String person,
        String formToken,
        @Nullable String notice,
        String requestId,
        @Nullable String requests,
        String live,
        ConsoleAssets assets) {

    public Shell {
        trail = List.copyOf(trail);
        navigation = List.copyOf(navigation);
    }

    /** The shell of a page before sign-in. */
    public static Shell ofStranger(String title, String requestId, ConsoleAssets assets) {
        return new Shell(title, List.of(), List.of(), null, "", null, requestId, null, "", assets);
    }

    /** Links under a heading. */
    public record Navigation(String heading, List<Item> items, boolean folded) {
        public Navigation {
            items = List.copyOf(items);
        }
    }

    /**
     * A link to a page.
     *
     * @param current whether the page is the present one, or above it
     */
    public record Item(String text, String url, boolean current) {}
}
