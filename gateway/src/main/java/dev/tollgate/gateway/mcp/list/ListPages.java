package dev.tollgate.gateway.mcp.list;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A list as its callers may see it: by name, {@value #PAGE_MAX} a page, each page as bytes that all callers with the
 * same rights share, of either era. One per process and list; safe from any thread.
 */
public final class ListPages {

    static final int PAGE_MAX = 100;

    /** Weight of the pages that are kept: callers may narrow a list in any number of ways. */
    static final long KEPT_BYTES_MAX = 8L << 20;

    /** Of a name in a filter. */
    private static final int NAME_BYTES = 128;

    /** Compressing a page takes some milliseconds; more than this many a second are sent as they are. */
    private static final int COMPRESSED_PER_SECOND = 20;

    private static final long COMPRESSED_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1) / COMPRESSED_PER_SECOND;
    private static final int REVISION_BYTES = 8;

    /** Decides which callers see an entry. */
    @FunctionalInterface
    public interface Visibility {

        /** Whether callers with these entitlements do. */
        boolean to(EntitlementKey entitlements);
    }

    /**
     * One thing in the list.
     *
     * @param bytes as JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are sent unchanged
    public record Entry(Visibility visibility, byte[] bytes) {}

    private record PageKey(EntitlementKey entitlements, String after) {}

    private final byte[] opening;
    private final Catalogue catalogue;
    private final SortedMap<String, Entry> entries;
    private final ListCursors cursors;
    // The catalogue, and with it the revision, is the same for the life of the process.
    private final Cache<PageKey, ListPage> pages = Caffeine.newBuilder()
            .maximumWeight(KEPT_BYTES_MAX)
            .weigher(ListPages::weight)
            .executor(Runnable::run)
            .build();

    private final AtomicLong compressedNanos = new AtomicLong(System.nanoTime() - COMPRESSED_EVERY_NANOS);

    /**
     * A list of what is given.
     *
     * @param field the member of the result that holds the list, such as {@code tools}
     * @param entries by name
     * @param cursorKey signs cursors; the same on every gateway
     */
    public ListPages(String field, Catalogue catalogue, Map<String, Entry> entries, byte[] cursorKey) {
        this.opening = ("\"" + field + "\":[").getBytes(StandardCharsets.US_ASCII);
        this.catalogue = catalogue;
        this.entries = new TreeMap<>(entries);
        this.cursors = new ListCursors(cursorKey, field + '\n' + revision());
    }

    /**
     * The page for a caller, or null if the cursor is invalid.
     *
     * @param cursor empty for the first page
     */
    public @Nullable ListPage page(RequestContext context, String cursor) {
        var after = cursor.isEmpty() ? "" : cursors.name(cursor);
        if (after == null) {
            return null;
        }
        return page(entitlements(catalogue, context), after);
    }

    /** Entitlements of a caller. */
    public static EntitlementKey entitlements(Catalogue catalogue, RequestContext context) {
        var workspace = context.workspace();
        return new EntitlementKey(
                workspace == null ? 0 : catalogue.switches().mask(workspace.modules()),
                catalogue.scopes().mask(context.credential().withinReach()),
                context.filter());
    }

    /** A page for these entitlements; {@code after} is the last name of the page before, empty for the first. */
    public ListPage page(EntitlementKey entitlements, String after) {
        return pages.get(new PageKey(entitlements, after), this::written);
    }

    /** The page and its compressed form, which is less than a quarter of it, and the names of its filter. */
    private static int weight(PageKey key, ListPage page) {
        int json = page.json().length;
        return json + json / 4 + NAME_BYTES * key.entitlements().filter().size();
    }

    /** Weight of the pages that are kept now. */
    long keptBytes() {
        pages.cleanUp();
        return pages.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    private ListPage written(PageKey key) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(opening);
        var count = 0;
        String last = null;
        String cursor = null;
        for (var entry : entries.entrySet()) {
            if (entry.getKey().compareTo(key.after()) <= 0
                    || !entry.getValue().visibility().to(key.entitlements())) {
                continue;
            }
            if (count == PAGE_MAX) {
                cursor = last;
                break;
            }
            if (count++ > 0) {
                bytes.write(',');
            }
            bytes.writeBytes(entry.getValue().bytes());
            last = entry.getKey();
        }
        bytes.write(']');
        if (cursor != null) {
            bytes.writeBytes(",\"nextCursor\":".getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(Json.bytes(cursors.after(cursor)));
        }
        return new ListPage(bytes.toByteArray(), this::mayCompress);
    }

    private boolean mayCompress() {
        long now = System.nanoTime();
        long last = compressedNanos.get();
        return now - last >= COMPRESSED_EVERY_NANOS && compressedNanos.compareAndSet(last, now);
    }

    private String revision() {
        var digest = Sha256.start();
        entries.values().forEach(entry -> digest.update(entry.bytes()));
        return HexFormat.of().formatHex(digest.digest(), 0, REVISION_BYTES);
    }
}
