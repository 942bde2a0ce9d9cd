package dev.tollgate.records.job;

import dev.tollgate.contract.outcome.Refusal;

/** The effect of a job was refused, and its handler did not write another. */
final class JobRefused extends RuntimeException {

    private final String code;

    JobRefused(Refusal refusal) {
        super(refusal.toString());
        this.code = refusal.code();
    }

    String code() {
        return code;
    }
}
