package dev.tollgate.loadtest.growth;

import static dev.tollgate.loadtest.report.Progress.say;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LoadTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Contacts of one workspace. The first hundred are created by calls and are read at every size; the owner of the tables
 * copies them for the rest, with names of their own, through the triggers and indexes of the table.
 */
final class ContactGrowth implements GrowthAxis {

    private static final int CREATED = 100;
    private static final int PART = 50_000;
    private static final int WORDS = 10;

    private final GrowthTestbed testbed;
    private final String token;
    private final List<String> ids = new ArrayList<>();
    private int size;

    ContactGrowth(GrowthTestbed testbed) {
        var account = BenchAccount.create(testbed.installation().control());
        account.module("crm", true);
        this.testbed = testbed;
        this.token = account.credential(Kind.API_KEY, "crm:read", "crm:write").secret();
    }

    @Override
    public List<Integer> sizes() {
        return testbed.size().contacts();
    }

    @Override
    public void growTo(int wanted) {
        if (ids.isEmpty()) {
            create();
        }
        var sql = testbed.installation().servers().sql();
        while (size < wanted) {
            int next = Math.min(wanted, size + PART);
            sql.execute(copies(size, next));
            size = next;
        }
        sql.execute("VACUUM (ANALYZE) crm.contact");
        say(size + " contacts");
    }

    private static String copies(int from, int to) {
        return """
            INSERT INTO crm.contact
            SELECT c.*
              FROM generate_series(%1$d, %2$d - 1) AS n
              JOIN (SELECT t AS contact, row_number() OVER (ORDER BY t.id) - 1 AS place
                      FROM crm.contact t WHERE t.name LIKE 'Ada %%') m ON m.place = n %% %3$d
             CROSS JOIN LATERAL jsonb_populate_record(m.contact, jsonb_build_object(
                       'id', uuidv7(),
                       'name', 'Grace f' || n %% 10007 || ' Number ' || n,
                       'email', 'grace' || n || '@example.org',
                       'phone', '+44 20 7000 ' || n)) c
            """.formatted(from, to, CREATED);
    }

    private void create() {
        var body = JsonTrees.object();
        var items = body.putArray("items");
        for (int i = 0; i < CREATED; i++) {
            items.addObject()
                    .put("name", "Ada w" + i % WORDS + " Number " + i)
                    .put("email", "ada" + i + "@example.org")
                    .put("phone", "+44 20 7946 " + i);
        }
        new AppClient(port(), token)
                .accepted("POST", "/v1/contacts/batch", body)
                .data()
                .forEach(item -> ids.add(item.at("/data/id").asText()));
        size = CREATED;
    }

    @Override
    public Map<String, LoadTarget> calls() {
        var calls = new LinkedHashMap<String, LoadTarget>();
        calls.put("get_contact", calls(ids.stream().map(id -> "/v1/contacts/" + id)));
        calls.put("list_contacts", calls(Stream.of("/v1/contacts?limit=25")));
        calls.put("search_contacts", calls(IntStream.range(0, WORDS).mapToObj(word -> "/v1/contacts?query=w" + word)));
        calls.put(
                "filter_contacts",
                calls(IntStream.range(0, CREATED)
                        .mapToObj(number -> "/v1/contacts?email=ada" + number + "@example.org")));
        return calls;
    }

    private LoadTarget calls(Stream<String> paths) {
        return new LoadTarget(
                port(), paths.map(path -> HttpCall.get(path, token)).toList(), List.of());
    }

    private int port() {
        return testbed.installation().gateway().port();
    }
}
