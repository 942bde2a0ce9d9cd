package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.contract.outcome.Failure;

/** Listener of a call that also follows its writes: whether the usage event of the call can exist. */
final class EffectWatch implements ProgressListener {

    private final RequestContext context;
    private int begun;
    private int open;
    private boolean committing;
    private boolean over;

    EffectWatch(RequestContext context) {
        this.context = context;
    }

    /**
     * Whether it is proven that the call has changed nothing. A failure with a name says it itself; of any other, each
     * write of the call must be proven to have changed nothing.
     */
    boolean disprovenBy(Throwable failure) {
        return failure instanceof Failure known ? !known.effectUnknown() : begun > 0 && open == 0;
    }

    /** Whether nothing that the call has begun to write was sent to be durable: after {@link #end} nothing is. */
    boolean unsent() {
        return begun > 0 && (open == 0 || !committing);
    }

    /** No further write may begin, and what is not sent yet is withdrawn. */
    void end() {
        over = true;
    }

    @Override
    public void writing() {
        begun++;
        open++;
    }

    @Override
    public void committing() {
        committing = true;
    }

    @Override
    public void wroteNothing() {
        open--;
    }

    @Override
    public void worked(long nanos) {
        context.worked(nanos);
    }

    @Override
    public boolean wantsProgress() {
        return context.listener().wantsProgress();
    }

    @Override
    public void progress(long done, long total) {
        context.listener().progress(done, total);
    }

    @Override
    public void existed() {
        context.markExisted();
    }

    @Override
    public boolean gone() {
        return over || context.listener().gone();
    }
}
