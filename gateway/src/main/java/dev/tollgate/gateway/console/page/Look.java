package dev.tollgate.gateway.console.page;

import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.pipeline.TargetRights;
import java.util.List;
import java.util.Objects;

/**
 * One page that somebody looks at.
 *
 * @param parameters of the place's path
 * @param target which they see
 */
record Look<P extends Place>(Visit visit, P place, List<String> parameters, PageTarget target) {

    Look {
        parameters = List.copyOf(parameters);
    }

    TargetRights rights() {
        return Objects.requireNonNull(target.rights());
    }

    String requestId() {
        return visit.arrival().requestId().text();
    }
}
