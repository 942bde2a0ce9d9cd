package dev.tollgate.runtime.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line: {@code time level logger message}, then the event's own keys beside them, then the stack
 * trace of a failure. Keys that would hide ours are left out. {@link RawJsonLines} pass as they are.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
    /** Longer stack traces are cut: a line has a bound like everything else. */
    static final int TRACE_MAX = 8_192;

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final byte[] NOTHING = {};
    private static final Set<String> OURS = Set.of("time", "level", "logger", "message", "error");
    private static final int LINE_BYTES = 512;

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var arguments = event.getArgumentArray();
        if (arguments != null && arguments.length == 1 && arguments[0] instanceof RawJsonLines(byte[] lines)) {
            return lines;
        }
        var line = new ByteArrayOutputStream(LINE_BYTES);
        try (var json = FACTORY.createGenerator(line)) {
            write(event, json);
        } catch (IOException impossible) {
            return "{\"message\":\"a line could not be written\"}\n".getBytes(StandardCharsets.UTF_8);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static void write(ILoggingEvent event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", event.getInstant().toString());
        json.writeStringField("level", event.getLevel().toString());
        json.writeStringField("logger", event.getLoggerName());
        json.writeStringField("message", event.getFormattedMessage());
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (var pair : pairs) {
                if (!OURS.contains(pair.key)) {
                    write(pair.key, pair.value, json);
                }
            }
        }
        var failure = event.getThrowableProxy();
        if (failure != null) {
            json.writeStringField("error", trace(failure));
        }
        json.writeEndObject();
    }

    private static void write(String key, @Nullable Object value, JsonGenerator json) throws IOException {
        json.writeFieldName(key);
        switch (value) {
            case null -> json.writeNull();
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            default -> json.writeString(value.toString());
        }
    }

    private static String trace(IThrowableProxy failure) {
        var trace = ThrowableProxyUtil.asString(failure);
        return trace.length() <= TRACE_MAX ? trace : trace.substring(0, TRACE_MAX);
    }
}
