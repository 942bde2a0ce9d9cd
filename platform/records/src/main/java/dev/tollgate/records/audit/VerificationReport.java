package dev.tollgate.records.audit;

import java.util.ArrayList;
import java.util.List;

/** Result of a verification. Filled by it alone. */
public final class VerificationReport {

    /** Faults, and blanked entries, that are named one by one; further ones are only counted. */
    public static final int TOLD_MAX = 100;

    private final List<String> faults = new ArrayList<>();
    private final List<String> blanks = new ArrayList<>();
    private long faultCount;
    private long sealCount;
    private long blankCount;

    VerificationReport() {}

    void add(String fault) {
        faultCount++;
        if (faults.size() < TOLD_MAX) {
            faults.add(fault);
        }
    }

    void read(long entries) {
        sealCount += entries;
    }

    void addBlank(String what) {
        blankCount++;
        if (blanks.size() < TOLD_MAX) {
            blanks.add(what);
        }
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

    /** The first of {@link #blankCount}. */
    public List<String> blanks() {
        return List.copyOf(blanks);
    }

    /**
     * Entries whose before and after were blanked, as the owner of the database may do to erase personal data. Nothing
     * here tells whether that was asked for.
     */
    public long blankCount() {
        return blankCount;
    }
}
