package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.credential.Peppers;
import dev.tollgate.money.price.Plans;
import dev.tollgate.runtime.ids.IdSource;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Sources of new credentials: ids, secrets, the limits of plans, the time. */
public final class CredentialIssuer {

    private final IdSource ids;
    private final Secrets secrets;
    private final Plans plans;
    private final InstantSource clock;

    /** {@code random} must be fit for secrets. */
    public CredentialIssuer(IdSource ids, Peppers peppers, RandomGenerator random, Plans plans, InstantSource clock) {
        this.ids = ids;
        this.secrets = new Secrets(peppers, random);
        this.plans = plans;
        this.clock = clock;
    }

    IdSource ids() {
        return ids;
    }

    Secrets secrets() {
        return secrets;
    }

    Plans plans() {
        return plans;
    }

    RowStamp stamp(Call<?> call) {
        return RowStamp.of(call, clock);
    }
}
