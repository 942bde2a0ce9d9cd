package dev.tollgate.runtime.settings;

import java.util.List;

/** The settings cannot be used; every fault is listed, one a line, without any secret. */
public final class SettingsRejected extends RuntimeException {
    private final List<String> faults;

    public SettingsRejected(List<String> faults) {
        super(String.join("\n", faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    public List<String> faults() {
        return faults;
    }
}
