package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Answer;
import dev.tollgate.loadtest.client.AppClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Contacts of a workspace, made in batches through the public contract. Every contact has one of as many words as there
 * are hundreds of contacts, so that a search for a word finds a hundred.
 */
final class ContactRows {

    /** Contacts that share a word. */
    static final int PER_WORD = 100;

    private static final int BATCH = 100;
    private static final int AT_ONCE = 6;
    private static final int TRIES_MAX = 30;

    private final AppClient client;
    private final int rows;

    ContactRows(AppClient client, int rows) {
        this.client = client;
        this.rows = rows;
    }

    /** Makes them and returns their ids. */
    List<String> make() throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var batches = new ArrayList<Callable<List<String>>>();
            for (int first = 0; first < rows; first += BATCH) {
                int from = first;
                batches.add(() -> batch(from));
            }
            var ids = new ArrayList<String>();
            for (var done : threads.invokeAll(batches)) {
                ids.addAll(done.get());
            }
            return ids;
        } catch (ExecutionException e) {
            throw new IllegalStateException("contacts could not be made", e.getCause());
        }
    }

    private List<String> batch(int first) throws Exception {
        var body = JsonNodeFactory.instance.objectNode();
        var items = body.putArray("items");
        for (int i = first; i < Math.min(first + BATCH, rows); i++) {
            items.add(contact(i));
        }
        var ids = new ArrayList<String>();
        for (JsonNode item : made(body).data()) {
            ids.add(item.path("data").path("id").asText());
        }
        require(ids.size() == items.size() && !ids.contains(""), "a batch makes every contact");
        return ids;
    }

    private ObjectNode contact(int number) {
        var contact = JsonNodeFactory.instance.objectNode();
        contact.put("name", "Ada " + word(number) + " Number " + number)
                .put("email", "ada" + number + "@example.org")
                .put("phone", "+44 20 7946 " + number)
                .put("job_title", "Analyst")
                .put("owner", "grace@example.org");
        contact.putObject("custom_fields").put("language", "en").put("size", number % 100);
        return contact;
    }

    /** The word of the contact with this number. */
    String word(int number) {
        return "w" + number % words(rows);
    }

    static int words(int rows) {
        return Math.max(rows / PER_WORD, 1);
    }

    private Answer made(ObjectNode body) throws Exception {
        var key = UUID.randomUUID().toString();
        for (int i = 1; ; i++) {
            var answer =
                    client.rest("POST", "/v1/contacts/batch", key, key, body).get(1, TimeUnit.MINUTES);
            if (answer.status() / 100 == 2) {
                return answer;
            }
            require(
                    i < TRIES_MAX && (answer.status() == 429 || answer.status() >= 500 || answer.status() == 409),
                    "contacts are made, but: " + answer.status() + " " + answer.body());
            TimeUnit.SECONDS.sleep(answer.retryAfterSeconds().orElse(1L));
        }
    }
}
