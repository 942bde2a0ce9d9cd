package dev.tollgate.gateway.mcp;

import java.util.Queue;
import java.util.concurrent.Flow;

/** Keeps the lines of a response as they come. */
record Lines(Queue<String> lines) implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
    }

    @Override
    public void onError(Throwable broken) {
        lines.add("broken: " + broken.getMessage());
    }

    @Override
    public void onComplete() {
        lines.add("end");
    }
}
