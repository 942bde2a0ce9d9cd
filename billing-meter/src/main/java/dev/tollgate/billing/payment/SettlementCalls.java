package dev.tollgate.billing.payment;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.runtime.ids.IdSource;
import java.time.Duration;
import java.time.InstantSource;

/** Settlements as calls, so that they are audited and raise events: made by Stripe, for one tenant, free. */
final class SettlementCalls {

    /** How long one may take. */
    static final Duration TIME_MAX = Duration.ofSeconds(10);

    private static final Actor STRIPE = new Actor(Actor.Kind.SYSTEM, "stripe", "stripe");
    private static final String DIMENSION = "rest.write";
    private static final String NO_ADDRESS = "";

    /**
     * Request id and client address of a settlement.
     *
     * @param read whether somebody reads, who may also see what is stored
     */
    record Origin(RequestId requestId, String clientAddress, boolean read) {}

    private final PriceBook prices;
    private final InstantSource clock;

    SettlementCalls(PriceBook prices, InstantSource clock) {
        this.prices = prices;
        this.clock = clock;
    }

    /** A message of Stripe: its request is the settlement's. */
    static Origin message(Call<SignedMessage> call) {
        return new Origin(call.facts().requestId(), call.facts().clientAddress(), false);
    }

    /** Origin of a reader; the settlement gets its own request id, because the read has usage of its own. */
    static Origin reader(Call<?> call, IdSource ids) {
        return new Origin(new RequestId(ids.next()), call.facts().clientAddress(), true);
    }

    /** The clock. */
    static Origin round(IdSource ids) {
        return new Origin(new RequestId(ids.next()), NO_ADDRESS, false);
    }

    Call<SignedMessage> of(TenantId tenant, Origin origin) {
        var now = clock.instant();
        var operation = CheckoutOperations.SETTLE_PAYMENT;
        var facts = new CallFacts(
                origin.requestId(),
                null,
                now,
                tenant,
                null,
                STRIPE,
                Surface.CONTROL,
                operation.name(),
                operation.action(),
                null,
                origin.clientAddress(),
                null);
        return new Call<>(
                operation,
                new Caller(STRIPE, tenant, null),
                new SignedMessage("", null, ""),
                Conditions.NONE,
                facts,
                new Charge(DIMENSION, 0, 0, prices.version(now).version(), null),
                now.plus(TIME_MAX));
    }
}
