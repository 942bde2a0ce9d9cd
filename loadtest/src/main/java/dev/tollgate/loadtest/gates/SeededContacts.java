package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.check.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.client.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Contacts that are created in batches through the public contract; each word is in a hundred of them. */
final class SeededContacts {

    private static final int PER_WORD = 100;
    private static final int BATCH = 100;
    private static final int AT_ONCE = 6;

    private SeededContacts() {}

    /** Creates them and returns their ids. */
    static List<String> create(AppClient client, int contacts) throws InterruptedException {
        return Parallel.run(AT_ONCE, Math.ceilDiv(contacts, BATCH), batch -> batch(client, batch * BATCH, contacts))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /** The words in so many contacts. */
    static List<String> words(int contacts) {
        return IntStream.range(0, wordCount(contacts))
                .mapToObj(number -> "w" + number)
                .toList();
    }

    private static int wordCount(int contacts) {
        return Math.max(contacts / PER_WORD, 1);
    }

    private static List<String> batch(AppClient client, int first, int contacts) {
        var body = JsonTrees.object();
        var items = body.putArray("items");
        for (int i = first; i < Math.min(first + BATCH, contacts); i++) {
            items.add(contact(i, "w" + i % wordCount(contacts)));
        }
        var ids = new ArrayList<String>();
        client.accepted("POST", "/v1/contacts/batch", body)
                .data()
                .forEach(item -> ids.add(item.at("/data/id").asText()));
        require(ids.size() == items.size() && !ids.contains(""), "a batch creates every contact");
        return ids;
    }

    private static ObjectNode contact(int number, String word) {
        var contact = JsonTrees.object()
                .put("name", "Ada " + word + " Number " + number)
                .put("email", "ada" + number + "@example.org")
                .put("phone", "+44 20 7946 " + number)
                .put("job_title", "Analyst")
                .put("owner", "grace@example.org");
        contact.putObject("custom_fields").put("language", "en").put("size", number % 100);
        return contact;
    }
}
