package dev.tollgate.runtime.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;

/** Instants as {@link Instant#toString} has them, without a formatter: every record has two. */
final class InstantModule extends SimpleModule {

    InstantModule() {
        super("instants");
        addSerializer(new ToText());
    }

    private static final class ToText extends StdSerializer<Instant> {

        private static final int CHARS_MAX = 30;
        private static final int DAY_SECONDS = 86_400;
        private static final int HOUR_SECONDS = 3_600;
        private static final int MINUTE_SECONDS = 60;
        private static final int YEAR_DIGITS = 4;
        private static final int NANO_DIGITS = 9;
        private static final int GROUP_DIGITS = 3;
        private static final int GROUP = 1_000;
        private static final int TEN = 10;

        /** Years outside of these have another form. */
        private static final long FIRST_SECOND =
                Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

        private static final long LAST_SECOND =
                Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

        ToText() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator json, SerializerProvider provider) throws IOException {
            long second = value.getEpochSecond();
            if (second < FIRST_SECOND || second > LAST_SECOND) {
                json.writeString(value.toString());
                return;
            }
            var text = new char[CHARS_MAX];
            int end = fraction(value.getNano(), text, time(second, text));
            text[end] = 'Z';
            json.writeString(text, 0, end + 1);
        }

        private static int time(long second, char[] text) {
            var date = LocalDate.ofEpochDay(Math.floorDiv(second, DAY_SECONDS));
            int ofDay = Math.floorMod(second, DAY_SECONDS);
            int at = digits(date.getYear(), YEAR_DIGITS, text, 0);
            at = part('-', date.getMonthValue(), text, at);
            at = part('-', date.getDayOfMonth(), text, at);
            at = part('T', ofDay / HOUR_SECONDS, text, at);
            at = part(':', ofDay / MINUTE_SECONDS % MINUTE_SECONDS, text, at);
            return part(':', ofDay % MINUTE_SECONDS, text, at);
        }

        /** As few groups of three digits as there are. */
        private static int fraction(int nanos, char[] text, int at) {
            if (nanos == 0) {
                return at;
            }
            int digits = NANO_DIGITS;
            while (nanos % GROUP == 0) {
                nanos /= GROUP;
                digits -= GROUP_DIGITS;
            }
            text[at] = '.';
            return digits(nanos, digits, text, at + 1);
        }

        private static int part(char before, int value, char[] text, int at) {
            text[at] = before;
            return digits(value, 2, text, at + 1);
        }

        private static int digits(int value, int count, char[] text, int at) {
            int rest = value;
            for (int place = at + count - 1; place >= at; place--) {
                text[place] = (char) ('0' + rest % TEN);
                rest /= TEN;
            }
            return at + count;
        }
    }
}
