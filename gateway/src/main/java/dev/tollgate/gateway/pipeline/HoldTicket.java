package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.RateLimit;
import java.util.ArrayList;
import java.util.List;

/**
 * The holds of one credential on one account, prepared once per cost: calls of the same price ask for the same hold.
 */
final class HoldTicket {

    /** Costs that are kept; a call with another one makes its request anew. */
    private static final int COSTS_MAX = 8;

    private final Credential credential;
    private final TenantId tenant;
    private final List<RateLimit> rates;
    private final List<HoldRequest> requests = new ArrayList<>(COSTS_MAX);

    HoldTicket(Credential credential, TenantId tenant, List<RateLimit> rates) {
        this.credential = credential;
        this.tenant = tenant;
        this.rates = rates;
    }

    /** Whether it is of this credential as it is now. */
    boolean isFor(Credential now, TenantId payer) {
        return credential.equals(now) && tenant.equals(payer);
    }

    /** A hold of so much. */
    HoldRequest of(long micros) {
        for (int i = 0; i < requests.size(); i++) {
            var request = requests.get(i);
            if (request.costMicros() == micros) {
                return request;
            }
        }
        var request = new HoldRequest(tenant, micros, rates, credential.budget());
        if (requests.size() < COSTS_MAX) {
            requests.add(request);
        }
        return request;
    }
}
