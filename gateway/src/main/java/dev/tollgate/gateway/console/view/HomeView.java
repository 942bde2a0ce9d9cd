package dev.tollgate.gateway.console.view;

import java.util.List;

/**
 * The first page: workspaces to go to.
 *
 * @param seesAll whether the person is an operator, who searches workspaces
 * @param hasAccess whether the person may see anything yet
 */
public record HomeView(
        Shell shell, ShownTable workspaces, boolean seesAll, boolean hasAccess, List<ShownValue.Link> actions) {

    public HomeView {
        actions = List.copyOf(actions);
    }
}
