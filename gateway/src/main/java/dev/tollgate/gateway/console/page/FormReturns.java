package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where forms lead once they are sent, or not. */
record FormReturns(PageParts parts) {

    private static final String TENANT = Places.ROOT + "/tenants/{tenant_id}";

    /** The page of the record that was written, else the page that offers the form; null where no page shows it. */
    @Nullable String next(Look<Place.Form> look, JsonNode content) {
        var deletes = look.place().face().face().route().method().equals("DELETE");
        var record = deletes ? null : parts.ids().url(content.path("id").asText(), look.rights());
        if (record != null) {
            return record;
        }
        return parts.places().offeredAt(look.place()) == null ? null : back(look);
    }

    /** The page that offers the form; that of the tenant to somebody who may not open it. */
    String back(Look<Place.Form> look) {
        var page = parts.places().offeredAt(look.place());
        if (page == null) {
            return Places.ROOT;
        }
        var isGone = look.place().face().face().route().method().equals("DELETE") && page.endsWith("}");
        var shown = isGone ? page.substring(0, page.lastIndexOf('/')) : page;
        var place = parts.places().shown(shown);
        if (place == null) {
            return Places.ROOT;
        }
        return look.rights().allows(place.face()) ? Places.filled(shown, look.parameters()) : ofTenant(look);
    }

    private String ofTenant(Look<Place.Form> look) {
        var tenant = look.rights().tenantId();
        var place = parts.places().shown(TENANT);
        return tenant != null && place != null && look.rights().allows(place.face())
                ? Places.filled(TENANT, List.of(tenant.text()))
                : Places.ROOT;
    }
}
