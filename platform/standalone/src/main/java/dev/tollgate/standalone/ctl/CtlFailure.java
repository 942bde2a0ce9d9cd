package dev.tollgate.standalone.ctl;

import java.util.List;

/** The end of a command that did not do what was asked: what the person reads, and what their script sees. */
public class CtlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final transient List<String> lines;

    public CtlFailure(ExitCode code, List<String> lines) {
        super(lines.getFirst());
        this.code = code;
        this.lines = List.copyOf(lines);
    }

    public CtlFailure(ExitCode code, String line) {
        this(code, List.of(line));
    }

    public final ExitCode code() {
        return code;
    }

    public final List<String> lines() {
        return lines;
    }
}
