package dev.tollgate.records.audit;

import java.util.ArrayList;
import java.util.List;

/** Result of a verification. Filled by it alone. */
public final class VerificationReport {

    /** Faults that are reported one by one; further ones are only counted. */
    public static final int FAULTS_TOLD_MAX = 100;

    private final List<String> faults = new ArrayList<>();
    private long faultCount;
    private long sealCount;
    private long blankCount;

    VerificationReport() {}

    void add(String fault) {
        faultCount++;
        if (faults.size() < FAULTS_TOLD_MAX) {
            faults.add(fault);
        }
    }

    void read(long entries) {
        sealCount += entries;
    }

    void readBlank() {
        blankCount++;
    }

    /** Nothing is wrong. */
    public boolean holds() {
        return faultCount == 0;
    }

    /** The first faults, one sentence each. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    public long faultCount() {
        return faultCount;
    }

    /** Sealed entries that were read. */
    public long sealCount() {
        return sealCount;
    }

    /** Entries whose before and after were blanked, which the owner of the database may do. */
    public long blankCount() {
        return blankCount;
    }
}
