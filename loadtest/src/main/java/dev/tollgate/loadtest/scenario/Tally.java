package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The client's own count of a run, and its comparison with what the installation recorded: every success has one usage
 * event with its charge, and every other charge belongs to a call the client cut, or was told is unknown.
 */
final class Tally {

    private static final int SETTLE_SECONDS_MAX = 120;

    private record Success(String clientRequestId, long chargeMicros) {}

    private final ConcurrentMap<String, Success> successes = new ConcurrentHashMap<>();
    private final Set<String> mayHaveHappened = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
    private final AtomicLong refusedByTool = new AtomicLong();
    private final AtomicLong replays = new AtomicLong();

    void cut(String clientRequestId) {
        mayHaveHappened.add(clientRequestId);
    }

    void answered(String clientRequestId, long chargeMicros, Answer answer) {
        statuses.computeIfAbsent(answer.status(), _ -> new AtomicLong()).incrementAndGet();
        if (!answer.succeeded()) {
            refused(clientRequestId, answer);
            return;
        }
        require(
                answer.chargeMicros() == chargeMicros,
                clientRequestId + " is charged " + chargeMicros + ", but the answer says " + answer.chargeMicros());
        if (answer.replayed()) {
            replays.incrementAndGet();
        }
        var before = successes.put(answer.requestId(), new Success(clientRequestId, chargeMicros));
        require(before == null, "request ids are unique");
    }

    private void refused(String clientRequestId, Answer answer) {
        if (answer.status() == 200) {
            refusedByTool.incrementAndGet();
        }
        if (answer.status() >= 500) {
            mayHaveHappened.add(clientRequestId);
        }
    }

    void compare(Account account, ObjectNode figures) throws InterruptedException {
        var events = settled(account);
        var byRequest = new HashMap<String, List<JsonNode>>();
        events.forEach(event -> byRequest
                .computeIfAbsent(event.path("request_id").asText(), _ -> new ArrayList<>())
                .add(event));
        successes.forEach((requestId, success) -> everySuccessHasOneEvent(requestId, success, byRequest));
        var foreign = new ArrayList<JsonNode>();
        byRequest.forEach((requestId, found) -> {
            if (!successes.containsKey(requestId)) {
                foreign.addAll(found);
            }
        });
        long cutAndCharged = foreign.stream()
                .filter(event -> everyOtherChargeIsOfACutCall(account, event))
                .count();
        report(figures, events, cutAndCharged);
    }

    private static void everySuccessHasOneEvent(
            String requestId, Success success, Map<String, List<JsonNode>> byRequest) {
        var found = byRequest.getOrDefault(requestId, List.of());
        require(found.size() == 1, success + " " + requestId + " has one usage event, but " + found.size());
        var charged = found.getFirst().path("charge_micros").asLong();
        require(charged == success.chargeMicros(), success + " is recorded with its charge, not " + charged);
    }

    private boolean everyOtherChargeIsOfACutCall(Account account, JsonNode event) {
        if (event.path("charge_micros").asLong() == 0
                || event.path("surface").asText().equals("control")) {
            return false;
        }
        var requestId = event.path("request_id").asText();
        var request = account.request(requestId);
        var client = request.path("client_request_id").asText();
        require(mayHaveHappened.contains(client), requestId + " is charged, but its caller " + client + " was refused");
        return true;
    }

    /** Waits until every success is recorded. */
    private List<JsonNode> settled(Account account) throws InterruptedException {
        List<JsonNode> events = List.of();
        for (int i = 0; i < SETTLE_SECONDS_MAX; i++) {
            var before = events.size();
            events = account.appUsageEvents();
            if (events.size() >= successes.size() && events.size() == before) {
                return events;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return events;
    }

    private void report(ObjectNode figures, List<JsonNode> events, long cutAndCharged) {
        long answered = statuses.values().stream().mapToLong(AtomicLong::get).sum();
        figures.put("calls_answered", answered)
                .put("calls_cut_by_the_client", mayHaveHappened.size())
                .put("successes", successes.size())
                .put("replays", replays.get())
                .put("refused_by_tool", refusedByTool.get())
                .put("usage_events", events.size())
                .put("charged_though_cut", cutAndCharged)
                .put(
                        "charged_micros_by_the_client",
                        successes.values().stream()
                                .mapToLong(Success::chargeMicros)
                                .sum())
                .put("charged_micros_recorded", sum(events));
        var byStatus = figures.putObject("answers_by_status");
        new TreeMap<>(statuses).forEach((status, count) -> byStatus.put(String.valueOf(status), count.get()));
    }

    static long sum(List<JsonNode> events) {
        return events.stream()
                .mapToLong(event -> event.path("charge_micros").asLong())
                .sum();
    }
}
