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
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.table.ListSql.Begin;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Objects;
import java.util.TreeSet;
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

    private static final int COLLECTIONS = 20;
    private static final String WORDS = "x".repeat(30_000);

    private static Desk desk;
    private static Caller caller;

    @BeforeAll
    static void fill() {
        desk = new Desk(new CmsModule());
        caller = desk.stranger();
        var site = desk.done(SiteOperations.CREATE, caller, new NewSite("Site", "docs", null, null, null, null));
        var schema = JsonObject.of("type", "object", "description", WORDS, "properties", new JsonObject());
        for (int made = 0; made < COLLECTIONS; made++) {
            var _ = desk.done(
                    CollectionOperations.CREATE,
                    caller,
                    new NewCollection(site.id(), "key_" + made, "Large", schema, null, null, null));
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

        assertThat(rows.size()).isEqualTo(COLLECTIONS);
        assertThat(read).isBetween(PageSize.TEXT_MAX, PageSize.TEXT_MAX + 2 * WORDS.length());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "large")
    void pages_give_every_record_with_its_document(@Nullable String words) {
        var keys = new TreeSet<String>();
        var sizes = new ArrayList<Integer>();
        String cursor = null;
        do {
            Page<Collection> page = desk.done(
                    CollectionOperations.LIST,
                    caller,
                    new CollectionQuery(PageSize.MAX, cursor, words, null, null, null));
            sizes.add(page.items().size());
            for (var collection : page.items()) {
                assertThat(collection.schema().getString("description")).isEqualTo(WORDS);
                keys.add(collection.key());
            }
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(keys).hasSize(COLLECTIONS);
        assertThat(sizes).containsExactly(9, 9, 2);
    }
}
