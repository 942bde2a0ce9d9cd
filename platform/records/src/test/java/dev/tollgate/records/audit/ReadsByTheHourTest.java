package dev.tollgate.records.audit;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.records.audit.chain.AuditEntry;
import dev.tollgate.records.audit.chain.SealedSegments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reads that are counted by the hour are told once, and apart from what is not counted. */
class ReadsByTheHourTest extends OnAuditServices {

    @Test
    void reads_counted_by_the_hour_become_one_entry_when_it_is_over() {
        var caller = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var entries = new ArrayList<AuditEntry>();
        for (int i = 0; i < 5; i++) {
            entries.addAll(EntryReaders.usage(UsageCodec.encode(read(caller))));
        }
        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(transaction, entries)));
        bench.tamper("UPDATE audit.hour SET hour = hour - interval '2 hours'");

        settle(new HourlyAggregation(bench.sealer, bench.clock).tell());

        assertThat(bench.owner("SELECT calls FROM audit.event WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("5");
        eventually(() -> sealed(caller) == 1);
    }

    @Test
    void a_read_whose_usage_comes_twice_is_counted_once_by_the_hour() {
        var caller = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var usage = UsageCodec.encode(read(caller));
        var twice = new ArrayList<AuditEntry>();
        twice.addAll(EntryReaders.usage(usage));
        twice.addAll(EntryReaders.usage(usage));
        twice.addAll(EntryReaders.usage(UsageCodec.encode(read(caller))));

        for (int i = 0; i < 2; i++) {
            settle(bench.sealer.transaction(
                    dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                    soon(),
                    transaction -> rows.store(transaction, twice)));
        }

        assertThat(bench.owner("SELECT calls FROM audit.hour WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("2");
    }

    @Test
    void a_dry_run_is_an_entry_of_its_own_where_reads_are_counted_by_the_hour() {
        var caller = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var read = read(caller);
        var dry = new UsageRecorded(bench.ids.next(), dryRun(read.call()), read.charge(), false, null, null);

        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(transaction, EntryReaders.usage(UsageCodec.encode(List.of(read, dry))))));

        assertThat(bench.owner("SELECT dry_run FROM audit.event WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("t");
        assertThat(await(bench.verification(SealedSegments.NONE).run(PublishedAnchors.NONE, AuditedCalls.NONE))
                        .faults())
                .isEmpty();
    }

    @Test
    void each_call_of_an_individual_read_is_an_entry_where_reads_are_counted_by_the_hour() {
        var caller = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of(Notes.GET.name()));

        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(
                        transaction, EntryReaders.usage(UsageCodec.encode(List.of(read(caller), read(caller)))))));

        assertThat(bench.owner("SELECT calls FROM audit.event WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .containsExactly("1", "1");
    }

    @Test
    void reads_of_an_operator_and_of_a_person_of_the_same_name_are_counted_apart() {
        var place = bench.stranger();
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var entries = new ArrayList<AuditEntry>();
        for (var kind : List.of(Actor.Kind.OPERATOR, Actor.Kind.SUBJECT)) {
            var caller = new Caller(new Actor(kind, "ada", "ada"), place.tenant(), place.workspace());
            entries.addAll(EntryReaders.usage(UsageCodec.encode(read(caller))));
        }

        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(transaction, entries)));

        assertThat(bench.owner("SELECT actor_kind FROM audit.hour WHERE chain = '"
                        + place.workspaceId().value() + "' ORDER BY actor_kind"))
                .containsExactly("operator", "subject");
    }

    @Test
    void which_usage_was_counted_is_forgotten_when_its_hour_is_over_and_not_before() {
        var rows = new AggregatedEntryRows(Bench.SLICES, Set.of());
        var old = EntryReaders.usage(UsageCodec.encode(read(bench.stranger()))).getFirst();
        var fresh =
                EntryReaders.usage(UsageCodec.encode(read(bench.stranger()))).getFirst();
        settle(bench.sealer.transaction(
                dev.tollgate.runtime.postgres.RowSecurityContext.NONE,
                soon(),
                transaction -> rows.store(transaction, List.of(old, fresh))));
        bench.tamper("UPDATE audit.counted SET hour = hour - interval '2 hours' WHERE usage_id = '" + old.id() + "'");

        settle(new HourlyAggregation(bench.sealer, bench.clock).forget());

        assertThat(bench.count("audit.counted WHERE usage_id = '" + old.id() + "'"))
                .isZero();
        assertThat(bench.count("audit.counted WHERE usage_id = '" + fresh.id() + "'"))
                .isEqualTo(1);
    }

    private static UsageRecorded read(Caller caller) {
        var call = bench.call(Notes.GET, caller, new Nothing());
        return new UsageRecorded(bench.ids.next(), call.facts(), call.charge(), false, "note", null);
    }

    private static CallFacts dryRun(CallFacts call) {
        return new CallFacts(
                call.requestId(),
                call.clientRequestId(),
                call.time(),
                call.tenant(),
                call.workspace(),
                call.actor(),
                call.surface(),
                call.operation(),
                call.action(),
                call.inputDigest(),
                call.clientAddress(),
                call.userAgent(),
                true);
    }

    private static Instant soon() {
        return bench.clock.instant().plusSeconds(10);
    }
}
