package dev.tollgate.standalone.ctl;

/** Exit codes of commands, for scripts. The numbers are part of the contract. */
public enum ExitCode {
    OK(0, "done"),
    REFUSED(1, "refused by the server: wrong input, balance, a limit"),
    USAGE(2, "wrong usage; nothing was sent"),
    FORBIDDEN(3, "no token, an unknown one, or not allowed"),
    NOT_FOUND(4, "the record was not found"),
    CONFLICT(5, "the record's state or version does not allow it"),
    UNAVAILABLE(6, "no answer, or outcome unknown: repeat with the printed key"),
    BROKEN(7, "internal error of this program");

    private static final int SUCCESS = 2;
    private static final int SERVER_FAULT = 5;

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    String meaning() {
        return meaning;
    }

    /** The exit code for the HTTP status of the final response. */
    public static ExitCode of(int status) {
        if (status / 100 == SUCCESS) {
            return OK;
        }
        return switch (status) {
            case 401, 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 409, 412 -> CONFLICT;
            case 429 -> UNAVAILABLE;
            default -> status / 100 == SERVER_FAULT ? UNAVAILABLE : REFUSED;
        };
    }
}
