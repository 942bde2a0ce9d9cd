package dev.tollgate.records.call;

import dev.tollgate.contract.operation.ProgressListener;

/** Adds up what it is told. */
final class Worked implements ProgressListener {
    long nanos;

    @Override
    public boolean wantsProgress() {
        return false;
    }

    @Override
    public void progress(long done, long total) {
        throw new AssertionError("nobody asked");
    }

    @Override
    public void worked(long more) {
        nanos += more;
    }

    @Override
    public boolean gone() {
        return false;
    }
}
