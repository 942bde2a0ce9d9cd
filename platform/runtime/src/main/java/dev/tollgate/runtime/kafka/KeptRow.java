package dev.tollgate.runtime.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** The header of a record that names its outbox row, where the row is kept until the record is booked. */
final class KeptRow {

    private static final String NAME = "tollgate-outbox-id";

    private KeptRow() {}

    static Header header(long outboxId) {
        return new RecordHeader(
                NAME, ByteBuffer.allocate(Long.BYTES).putLong(outboxId).array());
    }

    /** The id, or null without the header or with one that is none of ours. */
    static @Nullable Long of(Headers headers) {
        var header = headers.lastHeader(NAME);
        return header == null || header.value() == null || header.value().length != Long.BYTES
                ? null
                : Long.valueOf(ByteBuffer.wrap(header.value()).getLong());
    }
}
