package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Representation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.cms.EntryOperations.PublishedQuery;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.table.PageSize;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is live on a site, from pages that are kept in memory. The same content is the same bytes on every
 * gateway: a cursor is the position of the last entry and nothing else, since who may read a page may read all.
 */
final class PublishedEntries {

    static final String CACHE_CONTROL = "private, max-age=60";
    static final int PAGE_BYTES_MAX = 4 << 20;

    /** Largest preview in bytes; it is read from the database on each call. */
    static final int PREVIEW_BYTES_MAX = 512 << 10;

    /** Content of a page that its event loop puts together itself. */
    private static final int LOOP_BYTES_MAX = 64 << 10;

    private static final String LIVE = """
            SELECT p.id, p.collection, p.locale, p.translation_key, p.title, p.slug, p.fields, p.version, p.published_at,
                   p.published_at AS moment
              FROM cms.publication p
             WHERE p.workspace_id = $1 AND p.site_id = s.id AND ($3::text IS NULL OR p.collection = $3)
            """;

    private static final String NEWEST = """
            SELECT p.id, c.key AS collection, p.locale, p.translation_key, p.title, p.slug, p.fields, p.version,
                   p.published_at, p.updated_at AS moment
              FROM cms.entry p
              JOIN cms.collection c ON c.workspace_id = p.workspace_id AND c.id = p.collection_id
             WHERE p.workspace_id = $1 AND p.site_id = s.id AND ($3::text IS NULL OR c.key = $3)
               AND p.status <> 'archived'
            """;

    /**
     * A row without an entry says that there is the site. The page ends before its content is too large, which comes as
     * bytes, so that nobody parses it.
     */
    private static final String PAGE = """
            SELECT e.id, e.collection, e.locale, e.translation_key, e.title, e.slug, e.version, e.published_at,
                   e.moment, e.found, convert_to(e.fields::text, 'UTF8') AS content
              FROM cms.site s
              LEFT JOIN LATERAL (
                SELECT r.*, count(*) OVER () AS found, sum(octet_length(r.fields::text)) OVER run AS bytes,
                       row_number() OVER run AS place
                  FROM (%1$s AND ($4::text IS NULL OR p.locale = $4) AND ($5::text IS NULL OR p.slug = $5)
                         AND ($6::timestamptz IS NULL OR (p.%2$s, p.id) < ($6, $7::uuid))
                       ORDER BY p.%2$s DESC, p.id DESC LIMIT $8) r
                WINDOW run AS (ORDER BY r.moment DESC, r.id DESC)
              ) e ON e.bytes <= %3$d OR e.place = 1
             WHERE s.workspace_id = $1 AND s.slug = $2
             ORDER BY e.place
            """;

    private static final String PUBLISHED = PAGE.formatted(LIVE, "published_at", PAGE_BYTES_MAX);
    private static final String PREVIEW = PAGE.formatted(NEWEST, "updated_at", PREVIEW_BYTES_MAX);

    /** What a kept page depends on, beside its site. */
    private record Asked(
            @Nullable String collection,
            @Nullable String locale,
            @Nullable String entrySlug,
            int limit,
            @Nullable String cursor) {}

    /** Where a page ends. */
    private record Position(Instant at, UUID entry) {

        String cursor() {
            var bytes = ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                    .putLong(entry.getMostSignificantBits())
                    .putLong(entry.getLeastSignificantBits());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
        }

        static Optional<Position> of(String cursor) {
            try {
                var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
                return bytes.remaining() != 3 * Long.BYTES
                        ? Optional.empty()
                        : Optional.of(new Position(
                                Instant.EPOCH.plus(Math.floorMod(bytes.getLong(), MICROS_MAX), ChronoUnit.MICROS),
                                new UUID(bytes.getLong(), bytes.getLong())));
            } catch (IllegalArgumentException invalid) {
                return Optional.empty();
            }
        }
    }

    /** The year 9999, which PostgreSQL can store. */
    private static final long MICROS_MAX = 253_370_764_800_000_000L;

    private final Work work;
    private final KeptAnswers kept;

    PublishedEntries(ModuleContext context) {
        this.work = context.work();
        this.kept = context.kept();
    }

    void serve(OperationBus bus) {
        bus.serve(EntryOperations.PUBLISHED, this::list);
    }

    private Future<Outcome<Page<PublishedEntry>>> list(Call<PublishedQuery> call) {
        var query = call.input();
        var cursor = query.cursor();
        var after = cursor == null ? Optional.<Position>empty() : Position.of(cursor);
        if (cursor != null && after.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(Cursors.REFUSAL));
        }
        if (Boolean.TRUE.equals(query.preview())) {
            return page(call, after.orElse(null), true);
        }
        var asked =
                new Asked(query.collection(), query.locale(), query.entrySlug(), PageSize.of(query.limit()), cursor);
        var key = new KeptAnswers.Key(call.caller().workspaceId(), query.slug(), asked);
        return kept.page(key, () -> page(call, after.orElse(null), false));
    }

    private Future<Outcome<Page<PublishedEntry>>> page(
            Call<PublishedQuery> call, @Nullable Position after, boolean preview) {
        var query = call.input();
        var args = Tuple.of(call.caller().workspaceId().value(), query.slug())
                .addValue(query.collection())
                .addValue(query.locale())
                .addValue(query.entrySlug())
                .addValue(after == null ? null : after.at().atOffset(ZoneOffset.UTC))
                .addValue(after == null ? null : after.entry())
                .addValue(PageSize.of(query.limit()) + 1);
        var sql = preview ? PREVIEW : PUBLISHED;
        var read =
                isByIndex(query, preview) ? work.read(call, sql, args).map(Outcome::done) : work.scan(call, sql, args);
        return read.compose(outcome -> outcome.then(rows -> rows.size() == 0
                ? Future.succeededFuture(Outcome.refused(new Refusal.ResourceNotFound("There is no such site.")))
                : made(rows, PageSize.of(query.limit()), preview).map(Outcome::done)));
    }

    /** The page, put together on a worker thread if it is large. */
    private static Future<Page<PublishedEntry>> made(RowSet<Row> rows, int limit, boolean preview) {
        var loop = Vertx.currentContext();
        return loop == null || PublishedJson.bytes(rows) <= LOOP_BYTES_MAX
                ? Future.succeededFuture(page(rows, limit, preview))
                : loop.executeBlocking(() -> page(rows, limit, preview), false);
    }

    /**
     * Whether an index has what is asked for in the order of the list, and no more of it is read than is shown. A
     * preview measures the fields of all entries of its page before it ends, and may look at every entry of the site.
     */
    private static boolean isByIndex(PublishedQuery query, boolean preview) {
        return !preview || query.entrySlug() != null;
    }

    private static Page<PublishedEntry> page(RowSet<Row> rows, int limit, boolean preview) {
        var entries = new ArrayList<Row>(rows.size());
        String next = null;
        for (var row : rows) {
            if (row.getUUID("id") == null || entries.size() == limit) {
                break;
            }
            entries.add(row);
            next = row.getLong("found") > entries.size()
                    ? new Position(row.getOffsetDateTime("moment").toInstant(), row.getUUID("id")).cursor()
                    : null;
        }
        var json = PublishedJson.of(entries);
        return Page.prepared(
                preview ? Representation.fresh(json) : Representation.kept(json, next, CACHE_CONTROL), next);
    }
}
