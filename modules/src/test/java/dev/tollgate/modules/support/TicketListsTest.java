package dev.tollgate.modules.support;

import static dev.tollgate.modules.support.Cases.oslo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.support.TicketOperations.TicketQuery;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.ListOptions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets by all that can be asked for. */
class TicketListsTest {

    private static Desk desk;
    private static Cases cases;
    private static Queue care;

    /** By the words of their subjects. */
    private static final Map<String, Ticket> TICKETS = new HashMap<>();

    @BeforeAll
    static void open() {
        desk = new Desk(new SupportModule());
        cases = new Cases(desk, desk.stranger());
        cases.at("2037-11-30T09:00:00");
        care = cases.queue(
                "Care",
                "'targets': [{'priority': 'urgent', 'first_response': 60},"
                        + " {'priority': 'high', 'first_response': 120}]");
        var sales = cases.queue("Sales");
        make(
                "engine",
                care,
                "'priority': 'urgent', 'tags': ['vip', 'late'], 'category': 'defect', 'body': 'Smoke',"
                        + " 'requester_email': 'ada@example.org', 'requester_name': 'Ada Lovelace', 'assignee': 'grace'");
        make(
                "cards",
                care,
                "'priority': 'high', 'tags': ['vip'], 'channel': 'phone', 'owner': 'ada', 'assignee': 'bob'");
        make("gears", care, "'priority': 'low', 'tags': []");
        make("offer", sales, "'status': 'open', 'body': 'Prices', 'custom_fields': {'size': 7}");
        var _ = cases.update(TICKETS.get("gears"), "'satisfaction_score': 4");
        cases.at("2037-11-30T10:30:00");
        desk.runJobs();
    }

    private static void make(String subject, Queue queue, String fields) {
        var ticket = cases.ticket("'queue_id': '" + queue.id() + "', " + fields);
        TICKETS.put(subject, cases.update(ticket, "'subject': 'About " + subject + "'"));
    }

    @AfterAll
    static void close() {
        TICKETS.clear();
        desk.close();
    }

    private static List<String> subjects(String query, @Nullable String sort) {
        var input =
                new ListInput<>(Cases.input(TicketQuery.class, query), new ListOptions(null, null, sort, null, null));
        return switch (desk.call(TicketOperations.LIST, cases.caller(), input, Conditions.NONE)) {
            case Outcome.Done<dev.tollgate.contract.operation.Page<Ticket>>(var page) ->
                page.items().stream()
                        .map(ticket -> ticket.subject().substring("About ".length()))
                        .toList();
            case Outcome.Refused<?>(var refusal) -> throw new AssertionError(refusal);
            case Outcome.Replayed<?> replayed -> throw new AssertionError(replayed);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{} | offer gears cards engine",
                "{'status': 'open'} | offer",
                "{'priority': 'urgent'} | engine",
                "{'channel': 'phone'} | cards",
                "{'category': 'defect'} | engine",
                "{'assignee': 'grace'} | engine",
                "{'owner': 'ada'} | cards",
                "{'requester_email': 'ADA@example.org'} | engine",
                "{'satisfaction_score': 4} | gears",
                "{'tags': ['vip']} | cards engine",
                "{'tags': ['vip', 'late']} | engine",
                "{'tags': ['other']} |",
                "{'breached': true} | engine",
                "{'breached': false} | offer gears cards",
                "{'unassigned': true} | offer gears",
                "{'unassigned': false} | cards engine",
                "{'due_before': '2037-11-30T10:30:00Z'} | engine cards",
                "{'due_before': '2037-11-30T09:30:00Z'} | engine",
                "{'unassigned': false, 'breached': true} | engine",
                "{'tags': ['vip'], 'breached': false} | cards",
                "{'query': 'smoke'} | engine",
                "{'query': 'love'} | engine",
                "{'query': 'about', 'tags': ['vip']} | cards engine",
                "{'query': 'about', 'breached': true} | engine",
                "{'query': 'about', 'unassigned': true, 'status': 'open'} | offer",
                "{'query': 'about', 'due_before': '2037-11-30T10:30:00Z'} | engine cards",
                "{'custom_fields': {'size': 7}} | offer",
                "{'custom_fields': {'size': 7}, 'unassigned': false} |"
            })
    void a_filter_finds_what_matches(String query, @Nullable String subjects) {
        var wanted = subjects == null ? List.<String>of() : List.of(subjects.split(" ", -1));

        assertThat(subjects(query, null)).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void a_ticket_is_found_by_its_number_and_its_queue() {
        var engine = TICKETS.get("engine");

        assertThat(subjects("{'number': " + engine.number() + "}", null)).containsExactly("engine");
        assertThat(subjects("{'queue_id': '" + care.id() + "'}", null)).containsExactly("gears", "cards", "engine");
    }

    @ParameterizedTest
    @CsvSource({
        "next_due_at, engine cards gears offer",
        "-next_due_at, cards engine offer gears",
        "last_message_at, engine offer cards gears",
        "assignee, gears offer cards engine",
        "-assignee, engine cards offer gears"
    })
    void a_list_is_sorted_and_tickets_without_a_value_are_at_one_end(String sort, String subjects) {
        assertThat(subjects("{}", sort)).containsExactly(subjects.split(" ", -1));
    }

    @Test
    void a_list_is_sorted_and_filtered() {
        assertThat(subjects("{'unassigned': false}", "next_due_at")).containsExactly("engine", "cards");
        assertThat(subjects("{'unassigned': true, 'breached': false}", "-created_at"))
                .containsExactly("offer", "gears");
    }

    @ParameterizedTest
    @ValueSource(strings = {"next_due_at", "-next_due_at", "assignee", "-assignee", "last_message_at"})
    void pages_of_an_order_have_every_ticket_once(String sort) {
        var read = new ArrayList<String>();
        var cursor = "";
        do {
            var after = cursor.isEmpty() ? "" : ", 'cursor': '" + cursor + "'";
            var input = new ListInput<>(
                    Cases.input(TicketQuery.class, "{'limit': 1" + after + "}"),
                    new ListOptions(null, null, sort, null, null));
            var page = desk.done(TicketOperations.LIST, cases.caller(), input);
            page.items().forEach(ticket -> read.add(ticket.subject()));
            cursor = page.nextCursor() == null ? "" : page.nextCursor();
        } while (!cursor.isEmpty());

        assertThat(read).hasSize(4).doesNotHaveDuplicates();
    }

    /** Above the matches that a search looks at, filters that are no columns are compared with all of them. */
    @Test
    void a_frequent_word_with_a_filter_that_is_no_column_finds_the_rare_ticket() {
        var many = new Cases(desk, desk.stranger());
        var _ = many.queue("Care");
        var rare = many.ticket("'tags': ['rare']");
        many.copied(rare, 1_500);

        assertThat(many.numbers("{'query': 'stops', 'tags': ['rare']}")).containsExactly(rare.number());
        assertThat(many.numbers("{'query': 'stops', 'unassigned': true, 'limit': 100}"))
                .hasSize(100);
        assertThat(many.numbers("{'query': 'stops', 'breached': true}")).isEmpty();
    }

    @Test
    void a_tenant_has_few_searches_of_all_matches_at_a_time() {
        var many = new Cases(desk, desk.stranger());
        var _ = many.queue("Care");
        many.copied(many.ticket("'tags': ['rare']"), 8_000);
        var query = Cases.input(TicketQuery.class, "{'query': 'stops', 'tags': ['rare']}");

        var calls = IntStream.range(0, 12)
                .mapToObj(_ -> desk.sent(TicketOperations.LIST, many.caller(), ListInput.of(query), Conditions.NONE))
                .toList();
        var _ = Desk.await(Future.all(calls));

        assertThat(calls).anyMatch(call -> call.result() instanceof Outcome.Done<?>);
        assertThat(calls)
                .anyMatch(call -> call.result() instanceof Outcome.Refused<?>(Refusal.RateLimited refusal)
                        && refusal.detail().contains("words"));
    }

    @Test
    void another_workspace_sees_none_of_them() {
        Caller stranger = desk.stranger();

        assertThat(Stream.of("{}", "{'breached': true}", "{'query': 'about'}", "{'tags': ['vip']}")
                        .flatMap(query -> new Cases(desk, stranger).numbers(query).stream()))
                .isEmpty();
    }

    @Test
    void due_times_are_those_of_the_example() {
        assertThat(TICKETS.get("engine").firstResponseDueAt()).isEqualTo(oslo("2037-11-30T10:00:00"));
    }
}
