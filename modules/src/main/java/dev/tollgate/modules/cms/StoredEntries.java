package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.runtime.postgres.FirstRow;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of entries, and the snapshots that are live. */
final class StoredEntries {

    /** Versions that are kept of an entry, besides the one that is live and the one that is scheduled. */
    static final int REVISIONS_MAX = 100;

    private static final String REVISION = """
            INSERT INTO cms.entry_revision (workspace_id, entry_id, number, title, slug, fields, schema_number, status,
                                            created_at, source, last_actor)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;

    /** Versions whose fields are shared by one that is kept are kept. */
    private static final String PRUNE = """
            WITH oldest AS MATERIALIZED (
                SELECT number FROM cms.entry_revision WHERE workspace_id = $1 AND entry_id = $2
                 ORDER BY number DESC OFFSET %d LIMIT 1)
            DELETE FROM cms.entry_revision
             WHERE workspace_id = $1 AND entry_id = $2
               AND number < (SELECT number FROM oldest)
               AND number IS DISTINCT FROM $3 AND number IS DISTINCT FROM $4
               AND number NOT IN (
                   SELECT shared.number
                     FROM (SELECT number FROM oldest UNION ALL VALUES ($3::bigint), ($4::bigint)) AS kept (number)
                    CROSS JOIN LATERAL (
                          SELECT r.number FROM cms.entry_revision r
                           WHERE r.workspace_id = $1 AND r.entry_id = $2 AND r.number <= kept.number
                             AND r.fields IS NOT NULL
                           ORDER BY r.number DESC LIMIT 1) AS shared)
            """.formatted(REVISIONS_MAX - 1);

    /** The fields of version $3, which it may share. */
    static final String FIELDS = """
            (SELECT r.fields FROM cms.entry_revision r
              WHERE r.workspace_id = $1 AND r.entry_id = $2 AND r.number <= $3 AND r.fields IS NOT NULL
              ORDER BY r.number DESC LIMIT 1)""";

    private static final String FIND = """
            SELECT number, title, slug, %s AS fields, schema_number, status, created_at, source, last_actor
              FROM cms.entry_revision WHERE workspace_id = $1 AND entry_id = $2 AND number = $3
            """.formatted(FIELDS);

    private static final String PUBLISH = """
            INSERT INTO cms.publication (workspace_id, id, site_id, collection_id, collection, locale, translation_key,
                                         title, slug, fields, version, published_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (workspace_id, id) DO UPDATE
               SET (translation_key, title, slug, fields, version, published_at)
                 = (excluded.translation_key, excluded.title, excluded.slug, excluded.fields, excluded.version,
                    excluded.published_at)
            """;

    private static final String UNPUBLISH = "DELETE FROM cms.publication WHERE workspace_id = $1 AND id = $2";

    private static final String LIVE_ON = """
            SELECT s.slug FROM cms.publication p
              JOIN cms.site s ON s.workspace_id = p.workspace_id AND s.id = p.site_id
             WHERE p.workspace_id = $1 AND p.id = $2
            """;

    private StoredEntries() {}

    /**
     * Keeps this version, and no more than so many of those before. One that is scheduled has its fields itself: a
     * gateway from before, which does not know that versions share them, publishes it whole.
     *
     * @param before whose fields it shares if they are the same; null for a new entry
     */
    static void keep(Transaction transaction, Call<?> call, @Nullable Entry before, Entry entry) {
        boolean shared = before != null
                && before.content().equals(entry.content())
                && !Objects.equals(entry.scheduledVersion(), entry.version());
        var _ = transaction.query(
                REVISION,
                key(call, entry.id())
                        .addValue(entry.version())
                        .addValue(entry.title())
                        .addValue(entry.slug())
                        .addValue(shared ? null : entry.content())
                        .addValue(entry.schemaNumber())
                        .addValue(entry.status().name().toLowerCase(Locale.ROOT))
                        .addValue(entry.updatedAt().atOffset(ZoneOffset.UTC))
                        .addValue(entry.source())
                        .addValue(entry.lastActor()));
        if (entry.version() > REVISIONS_MAX) {
            var _ = transaction.query(
                    PRUNE,
                    key(call, entry.id()).addValue(entry.publishedVersion()).addValue(entry.scheduledVersion()));
        }
    }

    static Future<Optional<EntryRevision>> revision(Transaction transaction, Call<?> call, EntryId entry, long number) {
        return transaction
                .query(FIND, key(call, entry).addValue(number))
                .map(rows -> FirstRow.of(rows, EntryRevision::of));
    }

    /** Puts the content of an entry live, as the version that it is published at. */
    static void publish(Transaction transaction, Call<?> call, Entry live, EntryCollection collection) {
        var _ = transaction.query(
                PUBLISH,
                key(call, live.id())
                        .addValue(live.siteId().value())
                        .addValue(live.collectionId().value())
                        .addValue(collection.key())
                        .addValue(live.locale())
                        .addValue(live.translationKey())
                        .addValue(live.title())
                        .addValue(live.slug())
                        .addValue(live.content())
                        .addValue(live.publishedVersion())
                        .addValue(Objects.requireNonNull(live.publishedAt()).atOffset(ZoneOffset.UTC)));
    }

    static void unpublish(Transaction transaction, Call<?> call, EntryId entry) {
        var _ = transaction.query(UNPUBLISH, key(call, entry));
    }

    /** The slug of the site that an entry is live on; empty where it is not live. */
    static Future<Optional<String>> liveOn(Transaction transaction, Call<?> call, EntryId entry) {
        return transaction.query(LIVE_ON, key(call, entry)).map(rows -> FirstRow.of(rows, row -> row.getString(0)));
    }

    private static Tuple key(Call<?> call, EntryId entry) {
        return Tuple.tuple().addValue(call.caller().workspaceId().value()).addValue(entry.value());
    }
}
