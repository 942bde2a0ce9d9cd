package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The first rows of a list as a part of another page. One per event loop. */
final class ListParts {

    /** Rows of such a part. */
    static final int ROWS_MAX = 10;

    private final PageParts parts;
    private final InstantSource clock;

    ListParts(PageParts parts, InstantSource clock) {
        this.parts = parts;
        this.clock = clock;
    }

    /**
     * A list to show.
     *
     * @param path of its page, with parameters of the present page only
     * @param filters what narrows it
     */
    record Wanted(String heading, String path, Map<String, String> filters) {
        Wanted {
            filters = Map.copyOf(filters);
        }

        Wanted(String heading, String path) {
            this(heading, path, Map.of());
        }
    }

    /** The part; none where the person may not see the list, or it has no rows. */
    Future<List<Part>> of(Look<Place.Shown> look, List<String> parameters, Wanted wanted) {
        var list = parts.places().shown(wanted.path());
        if (list == null || !look.rights().allows(list.face())) {
            return Future.succeededFuture(List.of());
        }
        var query = MultiMap.caseInsensitiveMultiMap().addAll(wanted.filters());
        query.add("limit", Integer.toString(ROWS_MAX));
        return parts.calls()
                .call(look.visit(), list.face(), parameters, CallInputs.query(query))
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done ->
                        part(new Look<>(look.visit(), list, parameters, look.target()), wanted, done);
                    case CallAnswer.Refused(var problem) -> List.of(Part.failed(wanted.heading(), problem));
                });
    }

    private List<Part> part(Look<Place.Shown> list, Wanted wanted, CallAnswer.Done done) {
        var records = new ArrayList<JsonNode>();
        done.content().forEach(records::add);
        if (records.isEmpty()) {
            return List.of();
        }
        var links = parts.links();
        var table = new OwnTables(new ShownValues(parts.ids(), list.rights()), clock.instant())
                .of(list.place(), records, row -> links.ofRow(list, row), row -> links.rowActions(list, row));
        return List.of(Part.of(wanted.heading(), table, List.of(all(list, wanted))));
    }

    private static ShownValue.Link all(Look<Place.Shown> list, Wanted wanted) {
        var url = new QueryStringEncoder(Places.filled(list.place().path(), list.parameters()));
        wanted.filters().forEach(url::addParam);
        return new ShownValue.Link("View all", url.toString());
    }
}
