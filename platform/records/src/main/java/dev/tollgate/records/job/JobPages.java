package dev.tollgate.records.job;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Pages of all jobs of the installation, in the order in which processes look at them. */
public final class JobPages {

    /**
     * The condition on the state is repeated in the words of the indexes. A running job has a lease, so its next time
     * is minutes away.
     */
    static final String PAGE = """
            SELECT p.* FROM generate_series(0, $1::integer - 1) AS s (slice)
             CROSS JOIN LATERAL (
                   SELECT q.* FROM (
                       SELECT j.*, CASE WHEN j.parked THEN 'waiting'
                                        WHEN j.lease IS NOT NULL AND j.next_at > $2 THEN 'running'
                                        WHEN j.last_error IS NOT NULL THEN 'failing'
                                        ELSE 'scheduled' END AS state
                         FROM records.job j) AS q
                    WHERE q.slice = s.slice::smallint AND (q.next_at, q.id) > ($3, $4)
                      AND ($5::text IS NULL OR q.kind = $5) AND ($6::uuid IS NULL OR q.workspace_id = $6)
                      AND ($7::text IS NULL OR q.state = $7)
                      AND ($7 IS DISTINCT FROM 'failing' OR q.last_error IS NOT NULL)
                      AND ($7 IS DISTINCT FROM 'waiting' OR q.parked)
                      AND ($7 IS DISTINCT FROM 'running' OR q.next_at < $2 + interval '10 minutes')
                    ORDER BY q.next_at, q.id
                    LIMIT $8) AS p
             ORDER BY p.next_at, p.id
             LIMIT $8
            """;

    /** Where a page ends. */
    private record Place(Instant nextAt, UUID id) {

        private static final int BYTES = 3 * Long.BYTES;

        static final Place START = new Place(Instant.EPOCH, new UUID(0, 0));

        static Place of(byte[] bytes) {
            var in = ByteBuffer.wrap(bytes);
            return new Place(Instant.EPOCH.plus(in.getLong(), ChronoUnit.MICROS), new UUID(in.getLong(), in.getLong()));
        }

        byte[] bytes() {
            return ByteBuffer.allocate(BYTES)
                    .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, nextAt))
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array();
        }
    }

    private final Work work;
    private final Cursors cursors;
    private final InstantSource clock;

    public JobPages(Work work, Cursors cursors, InstantSource clock) {
        this.work = work;
        this.cursors = cursors;
        this.clock = clock;
    }

    /** A page for a caller who acts on the installation. */
    public Future<Outcome<Page<ShownJob>>> page(Call<JobQuery> call) {
        var query = call.input();
        var start = Place.START;
        if (query.cursor() != null) {
            var place = cursors.position(call, query.filters(), query.cursor())
                    .filter(bytes -> bytes.length == Place.BYTES)
                    .map(Place::of);
            if (place.isEmpty()) {
                return Future.succeededFuture(Outcome.refused(Cursors.REFUSAL));
            }
            start = place.get();
        }
        int limit = PageSize.of(query.limit());
        return work.read(call, PAGE, args(query, start, limit + 1))
                .map(rows -> Outcome.done(page(call, KeysetPages.items(rows, ShownJob::of), limit)));
    }

    private Tuple args(JobQuery query, Place start, int most) {
        var workspace = query.workspaceId();
        var state = query.state();
        return Tuple.of(Jobs.SLICES, clock.instant().atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(start.nextAt().atOffset(ZoneOffset.UTC))
                .addUUID(start.id())
                .addString(query.kind())
                .addUUID(workspace == null ? null : workspace.value())
                .addString(state == null ? null : state.name().toLowerCase(Locale.ROOT))
                .addInteger(most);
    }

    private Page<ShownJob> page(Call<JobQuery> call, List<ShownJob> jobs, int limit) {
        if (jobs.size() <= limit) {
            return new Page<>(jobs, null);
        }
        var shown = jobs.subList(0, limit);
        var last = new Place(shown.getLast().nextRunAt(), shown.getLast().id().value());
        return new Page<>(shown, cursors.at(call, call.input().filters(), last.bytes()));
    }
}
