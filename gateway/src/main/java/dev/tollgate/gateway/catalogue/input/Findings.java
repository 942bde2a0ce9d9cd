package dev.tollgate.gateway.catalogue.input;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;

/** Collects the findings of one validation, up to a limit of faults and steps. */
final class Findings extends ExecutionContext {

    /** Keywords applied to values: five for each value that a body may have. */
    static final int STEPS_MAX = 5 * StrictJson.VALUES_MAX;

    /** Thrown to stop a validation at the limit of faults or steps. */
    static final class Enough extends RuntimeException {

        Enough() {
            super("enough", null, false, false);
        }
    }

    private static final ExecutionConfig CONFIG =
            ExecutionConfig.builder().formatAssertionsEnabled(true).build();

    private int steps;

    Findings() {
        super(CONFIG);
    }

    int steps() {
        return steps;
    }

    @Override
    public void addError(Error error) {
        super.addError(error);
        if (getErrors().size() >= InputSchema.FAULTS_MAX) {
            throw new Enough();
        }
    }

    @Override
    public void evaluationPathAddLast(String keyword) {
        if (++steps > STEPS_MAX) {
            throw new Enough();
        }
        super.evaluationPathAddLast(keyword);
    }
}
