package dev.tollgate.gateway.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.catalogue.ToolFilter;
import dev.tollgate.records.ModuleProvider;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolIndexTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final ToolIndex INDEX = new ToolIndex(CATALOGUE.tools().values());

    private static final int FIRST = 3;
    private static final long NEAREST_BYTES_MAX = 400 << 10;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({
        "find a person by name, search_contacts",
        "move a deal to another stage, update_deal",
        "log a phone call, log_activity",
        "remind me to call back on friday, create_task",
        "why was my webhook not delivered, get_webhook_delivery",
        "how much did I spend this month, list_usage",
        "see who did what, list_audit_events",
        "add several tasks at once, create_tasks",
        "finish a task, complete_task",
        "remove a company, delete_company",
        "which stages are there, list_deal_stages",
        "what can I do with this credential, get_workspace",
        "rotate the signing secret, rotate_webhook_secret",
        "write a note about a customer, create_note",
        "write a blog post, create_entry"
    })
    void a_task_in_words_finds_its_tool_among_the_first(String task, String tool) {
        assertThat(names(task, EntitlementKey.ALL)).contains(tool);
    }

    @ParameterizedTest
    @CsvSource({
        "get_contcat, get_contact",
        "find_contact, search_contacts",
        "contact_create, create_contact",
        "list_contact, search_contacts",
        "createTask, create_task"
    })
    void a_name_that_is_none_finds_those_like_it(String wrong, String meant) {
        assertThat(INDEX.nearest(wrong, EntitlementKey.ALL, FIRST)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"create_tsk, create_task", "update_contcat, update_contact"})
    void the_first_of_them_is_a_few_letters_away(String wrong, String meant) {
        assertThat(INDEX.nearest(wrong, EntitlementKey.ALL, FIRST)).first().isEqualTo(meant);
    }

    @Test
    void only_what_is_within_reach_is_found() {
        var reading = new EntitlementKey(
                CATALOGUE.switches().mask(Set.of("crm")), CATALOGUE.scopes().mask(Set.of(new Scope("crm:read"))));
        var narrowed = new EntitlementKey(-1, -1, new ToolFilter(Set.of("tasks"), null, true));

        assertThat(names("contact", reading)).contains("get_contact").noneMatch(name -> name.startsWith("create"));
        assertThat(names("task", narrowed)).containsExactlyInAnyOrder("get_task", "list_tasks");
        assertThat(names("webhook", narrowed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x_y_z_q_w_e_r_t_u_o_p_s_d_f_g_h_j_k_l_c_v_b_n_m_x_y_z_q_w_e_r_t_",
                "contanct_delivury_webhoks_creat_tasky_usagee_audid_eventts_deals",
                "creote_webhook_delivery_retrys",
                "creote_updote_delote_complote_seorch_webhook_deliveries_of_tenan"
            })
    void a_long_name_that_is_none_costs_little_whatever_it_is(String name) {
        var _ = INDEX.nearest(name, EntitlementKey.ALL, FIRST);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        var _ = INDEX.nearest(name, EntitlementKey.ALL, FIRST);
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;

        // Work on a name is mostly counting of differences, which needs memory for each pair of names.
        assertThat(bytes).isLessThan(NEAREST_BYTES_MAX);
    }

    @Test
    void words_that_fit_nothing_find_nothing() {
        assertThat(names("zzz qqq", EntitlementKey.ALL)).isEmpty();
        assertThat(names("", EntitlementKey.ALL)).isEmpty();
    }

    private static List<String> names(String query, EntitlementKey reach) {
        return INDEX.search(query, reach, FIRST).stream()
                .map(face -> face.operation().name())
                .toList();
    }
}
