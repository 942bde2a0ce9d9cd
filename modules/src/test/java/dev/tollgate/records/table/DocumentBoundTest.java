package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.cms.CmsModule;
import dev.tollgate.modules.cms.Collection;
import dev.tollgate.modules.cms.CollectionOperations;
import dev.tollgate.modules.cms.CollectionOperations.CollectionQuery;
import dev.tollgate.modules.cms.CollectionOperations.NewCollection;
import dev.tollgate.modules.cms.SiteOperations;
import dev.tollgate.modules.cms.SiteOperations.NewSite;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.page.Since;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.table.ListSql.Begin;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections with schemas that are as large as they may be. */
class DocumentBoundTest {

    /** In the order in which they are made. */
    private static final List<String> KEYS =
            IntStream.range(0, 20).mapToObj(made -> "key_" + made).toList();

    private static final String WORDS = "x".repeat(30_000);

    private static Desk desk;
    private static Caller caller;

    @BeforeAll
    static void fill() {
        desk = new Desk(new CmsModule());
        caller = desk.stranger();
        var site = desk.done(SiteOperations.CREATE, caller, new NewSite("Site", "docs", null, null, null, null));
        var schema = JsonObject.of("type", "object", "description", WORDS, "properties", new JsonObject());
        for (var key : KEYS) {
            var _ = desk.done(
                    CollectionOperations.CREATE,
                    caller,
                    new NewCollection(site.id(), key, "Large", schema, null, null, null));
        }
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void a_page_reads_all_records_and_of_their_documents_as_much_as_it_shows() {
        var table = new CmsModule()
                .resources().stream()
                        .map(ResourceOperations::table)
                        .filter(one -> one.name().equals("cms.collection"))
                        .findFirst()
                        .orElseThrow();
        var form = new ListSql.Form(Filters.NONE, Order.NEWEST_FIRST, false, Begin.NOWHERE);
        var page = new TableSql(table).list.page(form);

        var rows = Desk.await(desk.database.read(
                RowSecurityContext.of(caller),
                page,
                Tuple.of(caller.workspaceId().value(), PageSize.MAX + 1)));
        var read = StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getJsonObject("schema"))
                .filter(Objects::nonNull)
                .mapToInt(schema -> schema.encode().length())
                .sum();

        assertThat(rows.size()).isEqualTo(KEYS.size());
        assertThat(read).isBetween(PageSize.TEXT_MAX, PageSize.TEXT_MAX + 2 * WORDS.length());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "large")
    void pages_give_every_record_with_its_document(@Nullable String words) {
        var pages = pages(words, ListOptions.NONE);

        var all = pages.stream().flatMap(List::stream).toList();
        assertThat(pages).extracting(List::size).containsExactly(9, 9, 2);
        assertThat(all)
                .extracting(collection -> collection.schema().getString("description"))
                .containsOnly(WORDS);
        assertThat(all).extracting(Collection::key).containsExactlyInAnyOrderElementsOf(KEYS);
    }

    @Test
    void pages_that_end_by_their_bytes_are_in_the_order_of_the_list() {
        assertThat(keys(null, ListOptions.NONE)).isEqualTo(KEYS.reversed());
        assertThat(keys("large", ListOptions.NONE)).isEqualTo(KEYS.reversed());
        assertThat(keys(null, sorted("created_at"))).isEqualTo(KEYS);
        assertThat(keys(null, sorted("-updated_at"))).isEqualTo(KEYS.reversed());
        assertThat(keys(null, new ListOptions(null, null, null, Since.EVER, null)))
                .isEqualTo(KEYS);
    }

    private static ListOptions sorted(String sort) {
        return new ListOptions(null, null, sort, null, null);
    }

    private static List<String> keys(@Nullable String words, ListOptions options) {
        return pages(words, options).stream()
                .flatMap(List::stream)
                .map(Collection::key)
                .toList();
    }

    private static List<List<Collection>> pages(@Nullable String words, ListOptions options) {
        var pages = new ArrayList<List<Collection>>();
        String cursor = null;
        do {
            var query = new CollectionQuery(PageSize.MAX, cursor, words, null, null, null);
            Page<Collection> page = desk.done(CollectionOperations.LIST, caller, new ListInput<>(query, options));
            pages.add(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);
        return pages;
    }
}
