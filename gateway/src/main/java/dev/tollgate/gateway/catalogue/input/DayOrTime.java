package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.DateTimeFormat;
import com.networknt.schema.format.Format;
import dev.tollgate.records.page.Since;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A time in an input: RFC 3339, or a day alone: its start in the workspace's time zone, in UTC without a workspace. */
final class DayOrTime implements Format {

    /** Reads inputs: as {@link Json#MAPPER}, but for times. */
    static final ObjectMapper MAPPER = Json.MAPPER
            .copy()
            .registerModule(new SimpleModule("day-or-time")
                    .addDeserializer(Instant.class, new Reader())
                    .addDeserializer(Since.class, new SinceReader()));

    /** The attribute of a reader with the zone of days; without it they are days in UTC. */
    static final String ZONE = "zone";

    private static final int DAY_CHARS = 10;

    private final Format time = new DateTimeFormat();

    @Override
    public String getName() {
        return time.getName();
    }

    @Override
    public String getMessageKey() {
        return time.getMessageKey();
    }

    @Override
    public boolean matches(ExecutionContext context, String value) {
        return value.length() == DAY_CHARS ? isDay(value) : time.matches(context, value);
    }

    private static boolean isDay(String value) {
        try {
            var _ = LocalDate.parse(value);
            return true;
        } catch (DateTimeException no) {
            return false;
        }
    }

    private static final class Reader extends StdScalarDeserializer<Instant> {
        private static final long serialVersionUID = 1;

        Reader() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var text = parser.getText();
            return text.length() == DAY_CHARS
                    ? LocalDate.parse(text).atStartOfDay(zone(context)).toInstant()
                    : InstantDeserializer.INSTANT.deserialize(parser, context);
        }
    }

    private static final class SinceReader extends StdScalarDeserializer<Since> {
        private static final long serialVersionUID = 1;

        SinceReader() {
            super(Since.class);
        }

        @Override
        public Since deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return Since.of(parser.getText(), zone(context));
            } catch (DateTimeException no) {
                throw JsonMappingException.from(context, "is no time", no);
            }
        }
    }

    private static ZoneId zone(DeserializationContext context) {
        return context.getAttribute(ZONE) instanceof ZoneId zone ? zone : ZoneOffset.UTC;
    }
}
