package dev.tollgate.modules.bi.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.bi.event.TrackedEvent;
import dev.tollgate.modules.bi.event.Tracking;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells, with what is pending, give what the events give one by one: late, repeated and in any order. */
class CellsEqualRowsTest {

    private static final int STEPS = 30;
    private static final int HOURS = 60;

    /** An event as queries see it. */
    private record Known(String name, Instant at, @Nullable String actor, JsonObject properties) {}

    private static Tracking tracking;

    private final List<Known> known = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private Instant start;
    private Caller caller;
    private Random random;
    private int exact;
    private @Nullable String declared;

    @BeforeAll
    static void open() {
        tracking = Tracking.open();
    }

    @AfterAll
    static void close() {
        tracking.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatever_is_sent_in_whatever_order(long seed) {
        random = new Random(seed);
        caller = tracking.desk.stranger();
        start = tracking.desk.clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS));
        tracking.shape(caller, "order", List.of("plan"), List.of("amount"));

        for (int step = 0; step < STEPS; step++) {
            var batch =
                    Stream.generate(this::event).limit(1 + random.nextInt(20)).toArray(TrackedEvent[]::new);
            var _ = tracking.track(caller, batch);
            remember(batch);
            if (step % 10 == 5) {
                declareMore(step);
            }
            if (random.nextInt(4) == 0) {
                tracking.fold();
            }
            compare();
        }

        assertThat(tracking.rowCount(caller)).isEqualTo(known.size());
        assertThat(exact).isGreaterThan(3 * STEPS);
    }

    /** Another shape, which cells of before get from a job. */
    private void declareMore(int step) {
        declared = step == 15 ? "more" : "amount " + step;
        tracking.shape(caller, "order", List.of("plan", "other"), List.of("amount", declared));
        tracking.fold();
        tracking.desk.later(Duration.ofSeconds(15));
        tracking.fold();
    }

    private TrackedEvent event() {
        var id = random.nextInt(3) == 0 ? "id " + random.nextInt(40) : null;
        var at = start.plusSeconds(random.nextInt(HOURS * 3_600));
        var actor = random.nextInt(5) == 0 ? null : "user " + random.nextInt(12);
        return Tracking.event(random.nextBoolean() ? "order" : "visit", id, at, actor, properties());
    }

    private JsonObject properties() {
        var properties = new JsonObject();
        switch (random.nextInt(5)) {
            case 0 -> properties.put("plan", "team");
            case 1 -> properties.put("plan", "solo");
            case 2 -> properties.put("plan", new BigDecimal("1.50"));
            case 3 -> properties.putNull("plan");
            default -> properties.put("other", true);
        }
        switch (random.nextInt(4)) {
            case 0 -> properties.put("amount", random.nextInt(100));
            case 1 -> properties.put("amount", new BigDecimal("0.1"));
            case 2 -> properties.put("amount", "much");
            default -> properties.put("more", 1);
        }
        return properties;
    }

    private void remember(TrackedEvent[] batch) {
        for (var event : batch) {
            if (event.eventId() == null || ids.add(event.eventId())) {
                known.add(new Known(event.name(), event.occurredAt(), event.actor(), event.properties()));
            }
        }
    }

    private void compare() {
        var days = List.of(
                start,
                start.plus(Duration.ofHours(7)),
                start.plus(Duration.ofHours(31)),
                start.plus(Duration.ofHours(HOURS)));
        compare(new CellQuery(Set.of(), days, null, Set.of(), true));
        compare(new CellQuery(Set.of("order", "visit"), days, null, Set.of(), random.nextBoolean()));
        compare(new CellQuery(Set.of("order"), days.subList(1, 3), null, Set.of("amount"), false));
        compare(new CellQuery(Set.of("order"), days, "plan", Set.of("amount"), false));
        if (declared != null) {
            compare(new CellQuery(Set.of("order"), days, "other", Set.of("amount", declared), false));
        }
    }

    private void compare(CellQuery query) {
        var expected = new TreeMap<String, String>();
        for (int bucket = 0; bucket + 1 < query.bounds().size(); bucket++) {
            expect(query, bucket, expected);
        }
        var actual = new TreeMap<String, String>();
        for (var totals : tracking.exact(caller, query)) {
            var measures = new TreeMap<String, String>();
            totals.measures().forEach((name, measure) -> measures.put(name, text(measure)));
            actual.put(
                    totals.name() + '|' + totals.bucket() + '|' + totals.value(),
                    totals.events() + " " + totals.actors().getCardinality() + ' ' + measures);
        }
        exact++;
        assertThat(actual).isEqualTo(expected);
    }

    private void expect(CellQuery query, int bucket, TreeMap<String, String> expected) {
        var groups = new TreeMap<String, List<Known>>();
        for (var event : known) {
            boolean inBucket = !event.at().isBefore(query.bounds().get(bucket))
                    && event.at().isBefore(query.bounds().get(bucket + 1));
            if (inBucket && (query.names().isEmpty() || query.names().contains(event.name()))) {
                var name = query.names().isEmpty() ? "" : event.name();
                var value = query.dimension() == null
                        ? null
                        : plain(event.properties().getValue(query.dimension()));
                groups.computeIfAbsent(name + '|' + bucket + '|' + value, _ -> new ArrayList<>())
                        .add(event);
            }
        }
        groups.forEach((key, events) -> {
            var actors = new HashSet<String>();
            events.stream()
                    .filter(event -> query.actors() && event.actor() != null)
                    .forEach(event -> actors.add(event.actor()));
            var measures = new TreeMap<String, String>();
            query.measures().forEach(measure -> measures.put(measure, totals(events, measure)));
            expected.put(key, events.size() + " " + actors.size() + ' ' + measures);
        });
    }

    private static @Nullable String plain(@Nullable Object value) {
        return value == null ? null : value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static String totals(List<Known> events, String measure) {
        var numbers = events.stream()
                .map(event -> event.properties().getValue(measure))
                .filter(Number.class::isInstance)
                .map(value -> new BigDecimal(value.toString()))
                .sorted()
                .toList();
        var sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return numbers.isEmpty()
                ? "none of " + events.size()
                : text(sum) + " of " + numbers.size() + '/' + events.size() + ", " + text(numbers.getFirst()) + " to "
                        + text(numbers.getLast());
    }

    private static String text(MeasureTotals totals) {
        return totals.count() == 0
                ? "none of " + totals.seen()
                : text(totals.sum()) + " of " + totals.count() + '/' + totals.seen() + ", " + text(totals.min())
                        + " to " + text(totals.max());
    }

    private static String text(@Nullable BigDecimal number) {
        return number == null ? "" : number.stripTrailingZeros().toPlainString();
    }
}
