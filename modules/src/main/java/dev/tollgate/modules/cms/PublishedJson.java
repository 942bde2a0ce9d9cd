package dev.tollgate.modules.cms;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.runtime.json.JsonText;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Writes rows as {@link PublishedEntry} has them. Their content is copied as PostgreSQL has it and never parsed: a page
 * of 4 MiB would hold its event loop for 50 to 100 ms otherwise.
 */
final class PublishedJson {

    private static final String PREFIX = TypeId.prefix(EntryId.class);
    private static final byte[] ID = "\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COLLECTION = JsonText.name("collection");
    private static final byte[] LOCALE = JsonText.name("locale");
    private static final byte[] TRANSLATION_KEY = JsonText.name("translation_key");
    private static final byte[] TITLE = JsonText.name("title");
    private static final byte[] SLUG = JsonText.name("slug");
    private static final byte[] FIELDS = JsonText.name("fields");
    private static final byte[] VERSION = JsonText.name("version");
    private static final byte[] PUBLISHED_AT = JsonText.name("published_at");

    /** Expected bytes of an entry beside its content. */
    private static final int FRAME_BYTES = 512;

    private PublishedJson() {}

    /** The JSON of some rows, as an array. */
    static byte[] of(List<Row> rows) {
        var text = new JsonText(rows.stream()
                .mapToInt(row -> FRAME_BYTES + row.getBuffer("content").length())
                .sum());
        text.raw('[');
        for (int at = 0; at < rows.size(); at++) {
            if (at > 0) {
                text.raw(',');
            }
            write(text, rows.get(at));
        }
        return text.raw(']').toBytes();
    }

    private static void write(JsonText text, Row row) {
        text.raw('{').raw(ID).id(PREFIX, row.getUUID("id"));
        text.raw(COLLECTION).text(row.getString("collection"));
        text.raw(LOCALE).text(row.getString("locale"));
        if (row.getString("translation_key") != null) {
            text.raw(TRANSLATION_KEY).text(row.getString("translation_key"));
        }
        text.raw(TITLE).text(row.getString("title"));
        text.raw(SLUG).text(row.getString("slug"));
        text.raw(FIELDS).raw(row.getBuffer("content"));
        text.raw(VERSION).number(Objects.requireNonNull(row.getLong("version")));
        if (row.getOffsetDateTime("published_at") != null) {
            text.raw(PUBLISHED_AT).instant(row.getOffsetDateTime("published_at").toInstant());
        }
        text.raw('}');
    }
}
