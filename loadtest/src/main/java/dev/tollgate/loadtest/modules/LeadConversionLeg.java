package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import java.util.List;

/** Leads converted at the same time; leads of one address at once become one contact, of one domain one company. */
final class LeadConversionLeg implements ModuleLeg {

    private static final int CALLERS = 16;
    private static final int RACERS = 20;

    @Override
    public String name() {
        return "lead_conversions";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws InterruptedException {
        var client = testbed.client("crm");
        var _ = convert(client, CALLERS, leads(client, testbed.sized(50, 1_000), "warm-up"), new CountedCalls());
        var calls = new CountedCalls();
        var _ = convert(client, CALLERS, leads(client, testbed.sized(200, 5_000), "lead"), calls);
        calls.write(figures.put("callers", CALLERS));
        var inRaces = new CountedCalls();
        int races = testbed.sized(3, 50);
        for (int i = 0; i < races; i++) {
            race(client, "race-" + i, inRaces);
        }
        inRaces.write(figures.putObject("races").put("races", races).put("callers", RACERS));
    }

    private static void race(AppClient client, String name, CountedCalls calls) throws InterruptedException {
        var leads = Callers.inParallel(CALLERS, RACERS, _ -> create(client, lead(name)));
        var converted = convert(client, RACERS, leads, calls);
        for (var record : List.of("contact", "company")) {
            var ids = converted.stream()
                    .map(data -> data.path(record).path("id").asText())
                    .distinct()
                    .toList();
            require(ids.size() == 1 && !ids.contains(""), RACERS + " leads become one " + record + ", but " + ids);
        }
        var stored = client.records("/v1/contacts?email=" + name + "@" + name + ".example");
        require(stored.size() == 1, "one contact is stored for " + name + ", but: " + stored);
    }

    private static List<JsonNode> convert(AppClient client, int callers, List<String> leads, CountedCalls calls)
            throws InterruptedException {
        return Callers.inParallel(callers, leads.size(), number -> {
            var reply = calls.write(client, "/v1/leads/" + leads.get(number) + "/convert", JsonTrees.object());
            require(reply.succeeded(), "a lead is converted, but: " + reply.text());
            return reply.data();
        });
    }

    private static List<String> leads(AppClient client, int count, String name) throws InterruptedException {
        return Callers.inParallel(CALLERS, count, number -> create(client, lead(name + "-" + number)));
    }

    private static String create(AppClient client, ObjectNode lead) {
        return client.created("/v1/leads", lead).path("id").asText();
    }

    private static ObjectNode lead(String name) {
        return JsonTrees.object()
                .put("name", "Lin Berg")
                .put("email", name + "@" + name + ".example")
                .put("company_name", "Kestrel " + name)
                .put("company_domain", name + ".example");
    }
}
