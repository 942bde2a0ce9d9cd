package dev.tollgate.standalone.ctl;

import java.util.List;

/** A failed command: message and exit code. */
final class CtlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final transient List<String> lines;

    CtlFailure(ExitCode code, List<String> lines) {
        super(lines.getFirst());
        this.code = code;
        this.lines = List.copyOf(lines);
    }

    CtlFailure(ExitCode code, String line) {
        this(code, List.of(line));
    }

    ExitCode code() {
        return code;
    }

    List<String> lines() {
        return lines;
    }
}
