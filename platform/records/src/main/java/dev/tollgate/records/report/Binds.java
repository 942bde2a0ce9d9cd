package dev.tollgate.records.report;

import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The arguments of one statement that is being written; each method gives the parameter with its SQL type. */
public final class Binds {

    private final Tuple args = Tuple.tuple();

    public String text(String value) {
        args.addString(value);
        return parameter("::text");
    }

    public String texts(List<? extends @Nullable String> values) {
        args.addArrayOfString(values.toArray(String[]::new));
        return parameter("::text[]");
    }

    public String uuid(UUID value) {
        args.addUUID(value);
        return parameter("::uuid");
    }

    public String integer(int value) {
        args.addInteger(value);
        return parameter("::integer");
    }

    public String integers(List<Integer> values) {
        args.addArrayOfInteger(values.toArray(Integer[]::new));
        return parameter("::integer[]");
    }

    public String bool(boolean value) {
        args.addBoolean(value);
        return parameter("::boolean");
    }

    public String time(Instant value) {
        args.addOffsetDateTime(value.atOffset(ZoneOffset.UTC));
        return parameter("::timestamptz");
    }

    public String times(List<Instant> values) {
        args.addArrayOfOffsetDateTime(
                values.stream().map(value -> value.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new));
        return parameter("::timestamptz[]");
    }

    /** The arguments so far. */
    public Tuple args() {
        return args;
    }

    private String parameter(String type) {
        return "$" + args.size() + type;
    }
}
