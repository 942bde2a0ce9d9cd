package dev.tollgate.modules.cms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.Desk;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a page of live content is made of, and how long it holds the event loop. */
class PublishedJsonTest {

    /** The goal is 20 ms, which the bench watches; a machine that runs tests beside this one is slower. */
    private static final Duration TURN_MAX = Duration.ofMillis(50);

    private static final int ENTRIES = 16;
    private static final int LISTS = 35;
    private static final int ITEMS = 1_000;

    /** The compiler and the machine need some: one that is short enough shows what the code does. */
    private static final int ROUNDS_MAX = 30;

    private static Desk desk;

    private Content content;
    private Site site;

    @BeforeAll
    static void open() {
        desk = new Desk(new CmsModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void prepare() {
        content = new Content(desk, desk.stranger());
        site = content.site("docs");
    }

    /** Measures what the thread of an event loop computes between two turns of its own, as the processor counts it. */
    private static final class TurnWatch {

        private final Context loop;
        private long lastNanos;
        private long longestNanos;
        private boolean stopped;

        TurnWatch(Context loop) {
            this.loop = loop;
            turn();
        }

        private void turn() {
            long now = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            longestNanos = lastNanos == 0 ? 0 : Math.max(longestNanos, now - lastNanos);
            lastNanos = now;
            if (!stopped) {
                loop.runOnContext(_ -> turn());
            }
        }

        Duration stop() {
            stopped = true;
            turn();
            return Duration.ofNanos(longestNanos);
        }
    }

    /** The longest turn while a page is answered. */
    private Duration turn() {
        var watch = desk.awaited(() -> Future.succeededFuture(new TurnWatch(desk.vertx.getOrCreateContext())));
        var page = content.live("docs");
        var longest = desk.awaited(() -> Future.succeededFuture(watch.stop()));
        assertThat(Content.representation(page).json().length).isGreaterThan(3 << 20);
        return longest;
    }

    @Test
    void a_full_page_of_small_values_holds_the_loop_for_20_ms_at_most() {
        var properties = new JsonObject();
        var fields = new JsonObject();
        var list = new JsonArray();
        IntStream.range(0, ITEMS).forEach(item -> list.add(Integer.toString(item)));
        for (int at = 0; at < LISTS; at++) {
            var items = new JsonObject().put("type", "string");
            properties.put("l" + at, new JsonObject().put("type", "array").put("items", items));
            fields.put("l" + at, list);
        }
        var schema = new JsonObject().put("type", "object").put("properties", properties);
        var lists = content.collection(site, "lists", schema.encode());
        copied(content.published(content.entry(lists, "Entry", fields.encode())));

        var best = turn();
        for (int round = 1; round < ROUNDS_MAX && best.compareTo(TURN_MAX) >= 0; round++) {
            best = turn();
        }

        assertThat(best).isLessThan(TURN_MAX);
    }

    /** A page has as many entries like this one, without the time to write each by calls. */
    private static void copied(Entry entry) {
        var id = "'" + entry.id().value() + "'";
        desk.owner("INSERT INTO cms.entry SELECT (jsonb_populate_record(e, jsonb_build_object("
                + "'id', gen_random_uuid(), 'slug', 's-' || n))).* FROM cms.entry e, generate_series(2, " + ENTRIES
                + ") n WHERE e.id = " + id);
        desk.owner("INSERT INTO cms.publication SELECT (jsonb_populate_record(p, jsonb_build_object("
                + "'id', e.id, 'slug', e.slug))).* FROM cms.publication p JOIN cms.entry e"
                + " ON e.collection_id = p.collection_id AND e.id <> p.id WHERE p.id = " + id);
    }

    @Test
    void the_bytes_are_those_of_the_declared_type() {
        var posts = content.collection(site, "posts", Content.POSTS);
        var first = content.published(content.entry(posts, "Erster \" Eintrag é", "{'body': 'Zeile 1 \\n é €'}"));
        var second = content.published(content.entry(posts, "Two", "{'body': 'text', 'meta': {'tags': ['a', 'b']}}"));

        var json = Content.representation(content.live("docs")).json();

        var entries = Json.read(json, PublishedEntry[].class);
        assertThat(entries).extracting(PublishedEntry::id).containsExactly(second.id(), first.id());
        assertThat(entries[1].title()).isEqualTo("Erster \" Eintrag é");
        assertThat(entries[1].fields().getString("body")).isEqualTo("Zeile 1 \n é €");
        assertThat(Json.bytes(entries)).isEqualTo(json);
    }

    @Test
    void a_preview_of_an_entry_that_is_not_live_has_no_time() {
        var posts = content.collection(site, "posts", Content.POSTS);
        var draft = content.entry(posts, "One", "{'body': 'text'}");

        var entries = Json.read(
                Content.representation(content.live(desk, "docs", "{'preview': true}"))
                        .json(),
                PublishedEntry[].class);

        assertThat(entries).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo(draft.id());
            assertThat(one.publishedAt()).isNull();
        });
    }
}
