package dev.tollgate.gateway.audit;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.RefusalRecorded;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.Partitioner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Refusals of one loop, aggregated per credential, operation, code and target and published once a second with their
 * number; those of unknown callers at most once a minute, since anybody can cause them. What was refused with 503 and
 * had no effect is published a minute after the first: all callers repeat it every second, and its entries must not
 * take the time of the servers that are missing. Losing one loses a line of the audit, never a charge: what Kafka does
 * not take, or what is over {@value #KINDS_MAX} kinds of a second, is counted as lost.
 */
public final class RefusalAggregator {

    /** Interval at which {@link #tell} must be called. */
    public static final long TELL_MS = 1_000;

    static final int KINDS_MAX = 4_096;

    /** From one time that refusals of unknown callers are told to the next, in calls of {@link #tell}: a minute. */
    static final int STRANGER_TELLS = 60;

    /** From the first 503 of a kind without effect to when it is told, in calls of {@link #tell}: a minute. */
    static final int UNAVAILABLE_TELLS = 60;

    /** An operator may have the same name as a person, so the id alone is ambiguous. */
    private record Kind(Actor actor, String operation, String code, UUID chain, boolean dryRun) {}

    private static final class Note {
        final UUID id;
        final CallFacts first;
        final long noted;
        long count;

        Note(UUID id, CallFacts first, long noted) {
            this.id = id;
            this.first = first;
            this.noted = noted;
        }
    }

    private final IdSource ids;
    private final EventPublisher publisher;
    private final int partitions;
    private final Counter lost;
    private Map<Kind, Note> notes = new HashMap<>();
    private Map<Kind, Note> strangers = new HashMap<>();
    /** The oldest first. */
    private final LinkedHashMap<Kind, Note> unavailable = new LinkedHashMap<>();

    private int tellsUntilStrangers;
    private long tells;

    /** Since the last call of {@link #tell}; what is over {@value #KINDS_MAX} is counted as lost. */
    private int toldEarly;

    public RefusalAggregator(IdSource ids, EventPublisher publisher, int partitions, MeterRegistry registry) {
        this.ids = ids;
        this.publisher = publisher;
        this.partitions = partitions;
        this.lost = Counter.builder("tollgate.audit.refusals.lost")
                .description("Refusals lost before they reached the audit.")
                .register(registry);
    }

    /** Records the refusal of a known caller. */
    public void refused(CallFacts facts, String code) {
        add(notes, facts, code);
    }

    /** The same for a 503 without effect. A new kind beyond {@value #KINDS_MAX} takes the place of the oldest. */
    public void refusedUnavailable(CallFacts facts, String code) {
        if (unavailable.size() >= KINDS_MAX && toldEarly < KINDS_MAX && !unavailable.containsKey(kind(facts, code))) {
            toldEarly++;
            tellOldestUnavailable();
        }
        add(unavailable, facts, code);
    }

    /** Records the refusal of an unknown caller. Of several, the entry names no client: each had its own. */
    public void refusedStranger(CallFacts facts, String code) {
        add(strangers, facts, code);
    }

    private void add(Map<Kind, Note> gathered, CallFacts facts, String code) {
        var kind = kind(facts, code);
        var note = gathered.get(kind);
        if (note == null) {
            if (gathered.size() >= KINDS_MAX) {
                lost.increment();
                return;
            }
            note = new Note(ids.next(), facts, tells);
            gathered.put(kind, note);
        }
        note.count++;
    }

    private static Kind kind(CallFacts facts, String code) {
        return new Kind(facts.actor(), facts.operation(), code, Chain.of(facts).id(), facts.dryRun());
    }

    /** A call without an account was answered. */
    public void answered(CallFacts facts) {
        send(new RefusalRecorded(ids.next(), facts, AuditEntry.OK, 1));
    }

    /** Sends what has been gathered and is due. */
    public void tell() {
        tells++;
        toldEarly = 0;
        tellKnown();
        tellUnavailable(tells - UNAVAILABLE_TELLS);
        tellsUntilStrangers = Math.max(0, tellsUntilStrangers - 1);
        if (tellsUntilStrangers == 0 && !strangers.isEmpty()) {
            tellsUntilStrangers = STRANGER_TELLS;
            tellStrangers();
        }
    }

    /** Sends all that has been gathered, at the end. */
    public void tellAll() {
        tellKnown();
        tellUnavailable(tells);
        tellStrangers();
    }

    private void tellKnown() {
        if (notes.isEmpty()) {
            return;
        }
        var gathered = notes;
        notes = new HashMap<>();
        gathered.forEach(this::send);
    }

    private void tellUnavailable(long notedMax) {
        for (var oldest = unavailable.firstEntry();
                oldest != null && oldest.getValue().noted <= notedMax;
                oldest = unavailable.firstEntry()) {
            tellOldestUnavailable();
        }
    }

    private void tellOldestUnavailable() {
        var oldest = unavailable.pollFirstEntry();
        send(oldest.getKey(), oldest.getValue());
    }

    private void tellStrangers() {
        var gathered = strangers;
        strangers = new HashMap<>();
        gathered.forEach((kind, note) -> {
            var facts = note.count == 1 ? note.first : note.first.withoutClient();
            send(new RefusalRecorded(note.id, facts, kind.code(), note.count));
        });
    }

    private void send(Kind kind, Note note) {
        send(new RefusalRecorded(note.id, note.first, kind.code(), note.count));
    }

    private void send(RefusalRecorded refusal) {
        var chain = Chain.of(refusal.call()).id();
        publisher
                .publish(
                        Topics.AUDIT,
                        Partitioner.of(chain, partitions),
                        chain.toString(),
                        RefusalMessage.bytes(refusal))
                .onFailure(_ -> lost.increment((double) refusal.count()));
    }
}
