package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.cms.EntryOperations.PublishedQuery;
import dev.tollgate.records.page.Cursors;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a page of published entries ends: at an entry, by the time that the list is in order of. Its cursor has no end
 * and is the same on every gateway, as the page is, and signed, since each that somebody makes up would be another page
 * to keep.
 */
record PublishedPosition(Instant at, UUID entry) {

    /** The position in a cursor; empty where it is not one of this list. */
    static Optional<PublishedPosition> of(Cursors cursors, Call<PublishedQuery> call, String cursor) {
        return cursors.lastingPosition(call, filters(call.input()), cursor).map(PublishedPosition::of);
    }

    private static PublishedPosition of(byte[] signed) {
        var bytes = ByteBuffer.wrap(signed);
        return new PublishedPosition(
                Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS), new UUID(bytes.getLong(), bytes.getLong()));
    }

    /** The cursor of the next page. */
    String cursor(Cursors cursors, Call<PublishedQuery> call) {
        var bytes = ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                .putLong(entry.getMostSignificantBits())
                .putLong(entry.getLeastSignificantBits())
                .array();
        return cursors.lasting(call, filters(call.input()), bytes);
    }

    /** The same text for the same list. */
    private static String filters(PublishedQuery query) {
        return query.slug()
                + '\n'
                + query.collection()
                + '\n'
                + query.locale()
                + '\n'
                + query.entrySlug()
                + '\n'
                + Boolean.TRUE.equals(query.preview());
    }
}
