package dev.tollgate.gateway.console.page;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.runtime.ids.IdSource;
import java.time.Duration;
import java.util.List;

/** A request that has ended so lately, by its id, that it may not be recorded yet. */
final class AwaitedRequest {

    private static final Duration RECORDED_WITHIN = Duration.ofSeconds(30);
    private static final String WORDS = "A call is known here about a second after it has ended, with its charge and "
            + "its deliveries a little later. A page that called no operation stays unknown here: the log of the gateway "
            + "has a line with its id.";

    /** What its page shows. */
    static final Part PART = new Part(
            "On its way", "", List.of(new ShownValue.Entry("state", "State", new ShownValue.Words(WORDS), null)));

    private AwaitedRequest() {}

    /** Whether the page is that of such a request. */
    static boolean isAt(Look<Place.Shown> look) {
        if (!look.place().path().endsWith("/requests/{id}")) {
            return false;
        }
        var since = look.visit().arrival().time().minus(RECORDED_WITHIN);
        return TypeId.parse(TypeId.prefix(RequestId.class), look.parameters().getLast())
                .filter(id -> IdSource.time(id).isAfter(since))
                .isPresent();
    }
}
