package dev.tollgate.gateway.openapi;

import dev.tollgate.contract.outcome.Refusal;
import java.util.List;

/** One refusal of every kind there is. */
public final class RefusalSamples {

    private RefusalSamples() {}

    public static List<Refusal> all() {
        return ErrorCode.samples();
    }
}
