package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Representation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.cms.EntryOperations.PublishedQuery;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is live on a site, from pages that are kept in memory. The same content is the same bytes on every
 * gateway, with its cursor ({@link PublishedPosition}). Lists that are not kept have a concurrency limit.
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

    /** The rows of a page and its cursor, which is signed on the event loop. */
    private record Shown(List<Row> rows, @Nullable String next) {

        /** Bytes of the content of all rows. */
        int bytes() {
            return rows.stream()
                    .mapToInt(row -> row.getBuffer("content").length())
                    .sum();
        }
    }

    private final Work work;
    private final KeptAnswers kept;
    private final Cursors cursors;

    PublishedEntries(ModuleContext context) {
        this.work = context.work();
        this.kept = context.kept();
        this.cursors = context.cursors();
    }

    void serve(OperationBus bus) {
        bus.serve(EntryOperations.PUBLISHED, this::list);
    }

    private Future<Outcome<Page<PublishedEntry>>> list(Call<PublishedQuery> call) {
        var query = call.input();
        var cursor = query.cursor();
        var after = cursor == null ? Optional.<PublishedPosition>empty() : PublishedPosition.of(cursors, call, cursor);
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
            Call<PublishedQuery> call, @Nullable PublishedPosition after, boolean preview) {
        var query = call.input();
        var args = Tuple.of(call.caller().workspaceId().value(), query.slug())
                .addValue(query.collection())
                .addValue(query.locale())
                .addValue(query.entrySlug())
                .addValue(after == null ? null : after.at().atOffset(ZoneOffset.UTC))
                .addValue(after == null ? null : after.entry())
                .addValue(PageSize.of(query.limit()) + 1);
        var sql = preview ? PREVIEW : PUBLISHED;
        return read(call, sql, args)
                .compose(outcome -> outcome.then(rows -> rows.size() == 0
                        ? Future.succeededFuture(
                                Outcome.refused(new Refusal.ResourceNotFound("There is no such site.")))
                        : made(shown(call, rows), preview).map(Outcome::done)));
    }

    private Future<Outcome<RowSet<Row>>> read(Call<PublishedQuery> call, String sql, Tuple args) {
        if (isOfOneEntry(call.input())) {
            return work.read(call, sql, args).map(Outcome::done);
        }
        return Boolean.TRUE.equals(call.input().preview())
                ? work.limitedScan(call, sql, args)
                : work.limitedPublicScan(call, sql, args);
    }

    private Shown shown(Call<PublishedQuery> call, RowSet<Row> rows) {
        int limit = PageSize.of(call.input().limit());
        var shown = new ArrayList<Row>(rows.size());
        for (var row : rows) {
            if (row.getUUID("id") == null || shown.size() == limit) {
                break;
            }
            shown.add(row);
        }
        if (shown.isEmpty() || shown.getLast().getLong("found") <= shown.size()) {
            return new Shown(shown, null);
        }
        var last = shown.getLast();
        var end = new PublishedPosition(last.getOffsetDateTime("moment").toInstant(), last.getUUID("id"));
        return new Shown(shown, end.cursor(cursors, call));
    }

    /** The page, put together on a worker thread if it is large. */
    private static Future<Page<PublishedEntry>> made(Shown shown, boolean preview) {
        return shown.bytes() <= LOOP_BYTES_MAX
                ? Future.succeededFuture(page(shown, preview))
                : OffLoop.run(() -> page(shown, preview));
    }

    /**
     * Whether it is one entry in its languages. Of any other list the fields of all entries of a page are measured
     * before it ends, and a preview may look at every entry of the site.
     */
    private static boolean isOfOneEntry(PublishedQuery query) {
        return query.entrySlug() != null;
    }

    private static Page<PublishedEntry> page(Shown shown, boolean preview) {
        var json = PublishedJson.of(shown.rows());
        var next = shown.next();
        return Page.prepared(
                preview ? Representation.fresh(json) : Representation.kept(json, next, CACHE_CONTROL), next);
    }
}
