package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Where forms lead once they are sent, or not. */
record FormReturns(PageParts parts) {

    /** The page of the record that was written, else the page that offers the form; null where no page shows it. */
    @Nullable String next(Look<Place.Form> look, JsonNode content) {
        var deletes = look.place().face().face().route().method().equals("DELETE");
        var record = deletes ? null : parts.ids().url(content.path("id").asText(), look.rights());
        if (record != null) {
            return record;
        }
        return parts.places().offeredAt(look.place()) == null ? null : back(look);
    }

    /** The page that offers the form. */
    String back(Look<Place.Form> look) {
        var page = parts.places().offeredAt(look.place());
        if (page == null) {
            return Places.ROOT;
        }
        var isGone = look.place().face().face().route().method().equals("DELETE") && page.endsWith("}");
        var shown = isGone ? page.substring(0, page.lastIndexOf('/')) : page;
        return parts.places().shown(shown) == null ? Places.ROOT : Places.filled(shown, look.parameters());
    }
}
