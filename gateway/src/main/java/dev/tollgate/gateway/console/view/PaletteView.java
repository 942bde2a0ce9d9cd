package dev.tollgate.gateway.console.view;

import java.util.List;

/** Places to go to that match some words; a part of a page. */
public record PaletteView(List<ShownValue.Link> links) {
    public PaletteView {
        links = List.copyOf(links);
    }
}
