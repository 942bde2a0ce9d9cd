package dev.tollgate.contract.operation;

/** HTTP answer of a successful call. */
public enum Success {
    OK(200),
    CREATED(201),
    ACCEPTED(202);

    private final int status;

    Success(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
