package dev.tollgate.gateway.mcp.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.catalogue.ToolFilter;
import dev.tollgate.records.ModuleProvider;
import java.util.HashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListPagesTest {

    private static final int ENTRY_BYTES = 3_000;
    private static final int FILTERS = 256;

    @Test
    void pages_of_any_number_of_filters_take_a_bounded_part_of_the_memory() {
        var entries = new HashMap<String, ListPages.Entry>();
        for (int i = 0; i < ListPages.PAGE_MAX; i++) {
            entries.put("tool_" + i, new ListPages.Entry(_ -> true, new byte[ENTRY_BYTES]));
        }
        var pages = new ListPages("tools", Catalogue.of(ModuleProvider.all()), entries, new byte[32]);

        long written = 0;
        for (int i = 0; i < FILTERS; i++) {
            var filter = new ToolFilter(null, Set.of("tool_" + i), false);
            written += pages.page(new EntitlementKey(-1, -1, filter), "").json().length;
        }

        assertThat(written).isGreaterThan(8 * ListPages.KEPT_BYTES_MAX);
        assertThat(pages.keptBytes()).isPositive().isLessThanOrEqualTo(ListPages.KEPT_BYTES_MAX);
    }
}
