package dev.tollgate.webhooks.delivery;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one response. Only its head counts; the body is read up to a limit, so that the connection can be reused, and
 * dropped.
 */
final class ResponseReader {

    /** A body up to this is read; with a larger one the connection ends. */
    static final int BODY_BYTES_MAX = 65_536;

    /** Informational heads, such as 103, that may come before the final one. */
    static final int INFORMATIONAL_HEADS_MAX = 16;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Listener listener;
    private int informationalHeads;
    private boolean answered;
    private boolean keepAlive;
    private boolean ended;
    private long bodyBytes;

    /** Receives the events of one response. */
    interface Listener {

        /** The head of the final answer. */
        void answered(HttpResponse head);

        /**
         * Nothing more is waited for; called once.
         *
         * @param failure null where a head came
         * @param reusable whether the connection can carry another exchange
         */
        void ended(@Nullable ErrorClass failure, boolean reusable);
    }

    ResponseReader(Listener listener) {
        this.listener = listener;
    }

    void received(Object message) {
        if (ended) {
            return;
        }
        if (message instanceof HttpResponse head && !head(head)) {
            return;
        }
        if (message instanceof HttpContent content && answered) {
            body(content);
        }
    }

    void closed() {
        end(answered ? null : ErrorClass.RESET, false);
    }

    /** Ends reading; the attempt fails with this error unless the response head has arrived. */
    void cut(ErrorClass failure) {
        end(answered ? null : failure, false);
    }

    private boolean head(HttpResponse head) {
        if (head.decoderResult().isFailure()) {
            var cause = head.decoderResult().cause();
            boolean large = cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
            end(large ? ErrorClass.RESPONSE_TOO_LARGE : ErrorClass.PROTOCOL, false);
            return false;
        }
        if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL
                && head.status().code() != SWITCHING_PROTOCOLS) {
            return informationalHead();
        }
        answered = true;
        keepAlive = HttpUtil.isKeepAlive(head);
        listener.answered(head);
        return true;
    }

    private boolean informationalHead() {
        informationalHeads++;
        if (informationalHeads > INFORMATIONAL_HEADS_MAX) {
            end(ErrorClass.PROTOCOL, false);
        }
        return !ended;
    }

    private void body(HttpContent content) {
        bodyBytes += content.content().readableBytes();
        if (content.decoderResult().isFailure() || bodyBytes > BODY_BYTES_MAX) {
            end(null, false);
        } else if (content instanceof LastHttpContent) {
            end(null, keepAlive);
        }
    }

    private void end(@Nullable ErrorClass failure, boolean reusable) {
        if (!ended) {
            ended = true;
            listener.ended(failure, reusable);
        }
    }
}
