package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.ProgressListener;

/** Listener of a call that also follows its writes: whether the usage event of the call can exist. */
final class EffectWatch implements ProgressListener {

    private final ProgressListener listener;
    private int begun;
    private int open;
    private boolean over;

    EffectWatch(ProgressListener listener) {
        this.listener = listener;
    }

    /** Whether the call has written, and each of its writes is proven to have changed nothing. */
    boolean wroteNothingAtAll() {
        return begun > 0 && open == 0;
    }

    /** No further write may begin. */
    void end() {
        over = true;
    }

    @Override
    public void writing() {
        begun++;
        open++;
    }

    @Override
    public void wroteNothing() {
        open--;
    }

    @Override
    public boolean wantsProgress() {
        return listener.wantsProgress();
    }

    @Override
    public void progress(long done, long total) {
        listener.progress(done, total);
    }

    @Override
    public void existed() {
        listener.existed();
    }

    @Override
    public boolean gone() {
        return over || listener.gone();
    }
}
