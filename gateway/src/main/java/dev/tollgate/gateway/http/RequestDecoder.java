package dev.tollgate.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * The server's decoder, stricter: a head with a fault of {@link RequestHeadScanner} is an invalid request, also one
 * that came in one packet with the request before it, and so is one of too many lines; a body of too many tiny chunks
 * is malformed. Takes nothing while its connection is not open.
 *
 * <p>It decodes one request at a time: the next one waits, as the bytes that came, until its connection lets it begin
 * ({@link ConnectionState#mayBegin}), or answers that nobody reads would fill the memory. Meanwhile nothing more is
 * read from the connection.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {

    /**
     * Header lines of a request, with those behind its body: each takes some ninety bytes of memory besides its text.
     */
    static final int HEADER_LINES_MAX = 100;

    /** Chunks of a body that may be tiny: each takes some 140 bytes of memory, and a pass through the pipeline. */
    static final int TINY_CHUNKS_MAX = 1_024;

    /** Chunks beyond that have at least so many bytes on average, without their extensions. */
    static final int CHUNK_BYTES_MEAN_MIN = 64;

    private final ConnectionState connection;
    private final RequestHeadScanner scan = new RequestHeadScanner();
    private int scanned;
    private int headerLines;
    private int chunks;
    private long bodyBytes;
    private boolean broken;
    private boolean awaitsTurn;

    RequestDecoder(HttpServerOptions options, ConnectionState connection) {
        super(options);
        this.connection = connection;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (broken || !connection.isOpen()) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        if (scan.isBeforeHead() && !connection.mayBegin()) {
            awaitTurn(context, bytes);
            return;
        }
        if (scan.inHead()) {
            scanned = scan.look(bytes, bytes.readerIndex() + scanned) - bytes.readerIndex();
        }
        var fault = scan.fault();
        if (fault != null) {
            out.add(invalid(bytes, fault));
            return;
        }
        int from = bytes.readerIndex();
        super.decode(context, bytes, out);
        scanned = Math.max(0, scanned - (bytes.readerIndex() - from));
        if (out.isEmpty()) {
            if (scan.inHead()) {
                connection.headBegun();
            }
        } else if (out.getLast() instanceof HttpObject last) {
            broken = last.decoderResult().isFailure();
            if (last instanceof LastHttpContent) {
                scan.next();
                scanned = 0;
                headerLines = 0;
                chunks = 0;
                bodyBytes = 0;
            } else if (last instanceof HttpContent content && isOfTinyChunks(content, bytes)) {
                content.release();
                out.set(out.size() - 1, invalidContent(bytes));
            }
        }
    }

    /**
     * Counts content only if more had come behind it when it was decoded: then it ends a chunk, or has the 16 KiB that
     * the decoder cuts at, while pieces that packets cut, of a chunk or of a body with a length, end with what came.
     */
    private boolean isOfTinyChunks(HttpContent content, ByteBuf behind) {
        bodyBytes += content.content().readableBytes();
        if (behind.isReadable()) {
            chunks++;
        }
        return chunks > TINY_CHUNKS_MAX && bodyBytes < (long) CHUNK_BYTES_MEAN_MIN * chunks;
    }

    private HttpContent invalidContent(ByteBuf bytes) {
        broken = true;
        bytes.skipBytes(bytes.readableBytes());
        var content = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        content.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("The chunks are too small.")));
        return content;
    }

    /**
     * Empty lines behind a request are dropped, and reading goes on, so that a client that closes its connection is
     * noticed.
     */
    private void awaitTurn(ChannelHandlerContext context, ByteBuf bytes) {
        scanned = 0;
        while (bytes.isReadable() && isLineEnd(bytes.getByte(bytes.readerIndex()))) {
            bytes.skipBytes(1);
        }
        if (!bytes.isReadable()) {
            return;
        }
        awaitsTurn = true;
        var _ = context.channel().config().setAutoRead(false);
        connection.whenNextMayBegin(() -> takeTurn(context));
    }

    private static boolean isLineEnd(byte next) {
        return next == '\r' || next == '\n';
    }

    /**
     * Decodes the bytes that wait. Reading is switched on first, which only asks for more bytes: the next request that
     * waits and the server, whose reader may pause, can both switch it off again while these are decoded.
     */
    private void takeTurn(ChannelHandlerContext context) {
        if (context.isRemoved()) {
            return;
        }
        awaitsTurn = false;
        var _ = context.channel().config().setAutoRead(true);
        try {
            channelRead(context, Unpooled.EMPTY_BUFFER);
            channelReadComplete(context);
        } catch (Exception failed) {
            var _ = context.fireExceptionCaught(failed);
        }
    }

    /** The decoder's own would read on where nothing has been decoded. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (awaitsTurn) {
            var _ = context.fireChannelReadComplete();
        } else {
            super.channelReadComplete(context);
        }
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int from, int length) {
        headerLines++;
        if (headerLines > HEADER_LINES_MAX) {
            throw new TooLongHttpHeaderException("A request has at most " + HEADER_LINES_MAX + " header lines.");
        }
        var known = KnownNames.of(line, from, length);
        return known == null ? super.splitHeaderName(line, from, length) : known;
    }

    private HttpMessage invalid(ByteBuf bytes, String fault) {
        broken = true;
        bytes.skipBytes(bytes.readableBytes());
        var message = createInvalidMessage();
        message.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(fault)));
        return message;
    }
}
