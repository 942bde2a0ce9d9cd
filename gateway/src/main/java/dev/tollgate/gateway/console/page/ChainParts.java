package dev.tollgate.gateway.console.page;

import static dev.tollgate.gateway.console.view.ShownValue.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.console.view.ShownValue.Tone;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Up to where the audit of a list is sealed, above the list. One per event loop. */
final class ChainParts {

    private static final String HEADING = "Chain";
    private static final String LIST = "/audit-events";
    private static final String CHAIN = "/audit-chain";

    private final PageParts parts;

    ChainParts(PageParts parts) {
        this.parts = parts;
    }

    Future<List<Part>> of(Look<Place.Shown> list) {
        var path = list.place().path();
        var chain = parts.places().shown(path.substring(0, path.length() - LIST.length()) + CHAIN);
        if (chain == null || !list.rights().allows(chain.face())) {
            return Future.succeededFuture(List.of());
        }
        return parts.calls()
                .call(list.visit(), chain.face(), list.parameters(), CallInputs.NONE)
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done -> List.of(part(done.content()));
                    case CallAnswer.Refused(var problem) -> List.of(Part.failed(HEADING, problem));
                });
    }

    private static Part part(JsonNode chain) {
        var entries = new ArrayList<ShownValue.Entry>();
        entries.add(entry(
                "Sealed up to position",
                new ShownValue.Numeral(chain.path("position").asText())));
        entries.add(entry(
                "Anchored up to position",
                new ShownValue.Numeral(chain.path("anchored_position").asText())));
        var hash = chain.path("hash").asText();
        if (!hash.isEmpty()) {
            entries.add(entry("Hash", new ShownValue.Code(hash, null)));
        }
        long waiting = chain.path("waiting").asLong();
        entries.add(entry(
                "Waiting for their position",
                new ShownValue.Status(Long.toString(waiting), waiting == 0 ? Tone.GOOD : Tone.WARNING)));
        var since = chain.path("waiting_since").asText();
        if (!since.isEmpty()) {
            entries.add(entry("Waiting since", ShownValues.time(since)));
        }
        return new Part(HEADING, "", entries);
    }
}
