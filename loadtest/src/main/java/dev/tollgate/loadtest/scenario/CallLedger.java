package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.report.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The client's own count of a run, and its comparison with what the installation recorded: every success has one usage
 * event with its charge, and every other charge belongs to a call that the client cut or whose outcome is unknown.
 */
public final class CallLedger {

    private static final int TOO_MANY = 429;
    private static final int SHOWN_MAX = 5;
    private static final Duration SETTLE_MAX = Duration.ofMinutes(2);

    private record Success(String clientRequestId, long chargeMicros) {}

    private final ConcurrentMap<String, Success> successes = new ConcurrentHashMap<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
    private final AtomicLong refusedByTool = new AtomicLong();
    private final AtomicLong replays = new AtomicLong();
    private final AtomicLong served = new AtomicLong();

    /** Responses that are neither a failure of the server nor a delay by it. */
    public long served() {
        return served.get();
    }

    void cut(String clientRequestId) {
        unknown.add(clientRequestId);
    }

    void answered(String clientRequestId, long chargeMicros, CallResponse reply) {
        statuses.computeIfAbsent(reply.status(), _ -> new AtomicLong()).incrementAndGet();
        served.addAndGet(reply.effectUnknown() || reply.status() == TOO_MANY ? 0 : 1);
        if (!reply.succeeded()) {
            refusedByTool.addAndGet(reply.status() == 200 ? 1 : 0);
            if (reply.effectUnknown()) {
                unknown.add(clientRequestId);
            }
            return;
        }
        require(
                reply.chargeMicros() == chargeMicros,
                clientRequestId + " is charged " + chargeMicros + ", but the answer says " + reply.chargeMicros());
        replays.addAndGet(reply.replayed() ? 1 : 0);
        var before = successes.put(reply.requestId(), new Success(clientRequestId, chargeMicros));
        require(before == null, "request ids are unique");
    }

    /** Compares with what is recorded for the account, and writes figures. */
    public void compare(BenchAccount account, ObjectNode figures) throws InterruptedException {
        compare(account, 0, figures);
    }

    /** The same where so many successes may have lost their usage event. */
    public void compare(BenchAccount account, long lostMax, ObjectNode figures) throws InterruptedException {
        var events = settled(account);
        var byRequest = new HashMap<String, List<JsonNode>>();
        events.forEach(event -> byRequest
                .computeIfAbsent(event.path("request_id").asText(), _ -> new ArrayList<>())
                .add(event));
        long lost = successes.keySet().stream()
                .filter(requestId -> !byRequest.containsKey(requestId))
                .count();
        require(
                lost <= lostMax,
                "at most " + lostMax + " successes have no usage event, but " + lost + missing(byRequest));
        successes.forEach((requestId, success) -> {
            var recorded = byRequest.get(requestId);
            if (recorded != null) {
                requireOneEvent(requestId, success, recorded);
            }
        });
        long cutAndCharged = events.stream()
                .filter(event -> !successes.containsKey(event.path("request_id").asText()))
                .filter(event -> event.path("charge_micros").asLong() != 0)
                .peek(this::requireUnknown)
                .count();
        figures.put(
                        "calls_answered",
                        statuses.values().stream().mapToLong(AtomicLong::get).sum())
                .put("calls_cut_by_the_client", unknown.size())
                .put("successes", successes.size())
                .put("replays", replays.get())
                .put("refused_by_tool", refusedByTool.get())
                .put("usage_events", events.size())
                .put("successes_without_event", lost)
                .put("charged_though_cut", cutAndCharged)
                .put(
                        "charged_micros_by_the_client",
                        successes.values().stream()
                                .mapToLong(Success::chargeMicros)
                                .sum())
                .put("charged_micros_recorded", sum(events));
        var byStatus = figures.putObject("answers_by_status");
        new TreeMap<>(statuses).forEach((status, count) -> byStatus.put(Integer.toString(status), count.get()));
    }

    private String missing(Map<String, List<JsonNode>> byRequest) {
        return successes.entrySet().stream()
                .filter(success -> !byRequest.containsKey(success.getKey()))
                .limit(SHOWN_MAX)
                .map(success -> success.getKey() + " " + success.getValue())
                .toList()
                .toString();
    }

    private static void requireOneEvent(String requestId, Success success, List<JsonNode> events) {
        require(events.size() == 1, success + " " + requestId + " has one usage event, but " + events.size());
        long charged = events.getFirst().path("charge_micros").asLong();
        require(charged == success.chargeMicros(), success + " is recorded with its charge, not " + charged);
    }

    private void requireUnknown(JsonNode event) {
        var requestId = event.path("request_id").asText();
        var client = event.path("client_request_id").asText();
        require(unknown.contains(client), requestId + " is charged, but its caller " + client + " was refused");
    }

    /** Waits until every success is recorded. */
    private List<JsonNode> settled(BenchAccount account) throws InterruptedException {
        var events = new ArrayList<JsonNode>();
        var _ = Await.until(SETTLE_MAX, BenchAccount.BOOKED_INTERVAL, () -> {
            int before = events.size();
            events.clear();
            events.addAll(account.appUsageEvents());
            return events.size() >= successes.size() && events.size() == before;
        });
        return events;
    }

    public static long sum(List<JsonNode> events) {
        return events.stream()
                .mapToLong(event -> event.path("charge_micros").asLong())
                .sum();
    }
}
