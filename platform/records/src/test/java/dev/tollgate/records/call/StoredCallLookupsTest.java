package dev.tollgate.records.call;

import static dev.tollgate.records.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stored call is found by its request, and by the id that its client gave it. */
class StoredCallLookupsTest extends OnStoredCalls {

    @Test
    void a_call_is_found_by_its_request_and_by_the_id_that_its_client_gave_it() {
        book(reads(5, 0));
        var wanted = Calls.booked(caller, id(500, 0), "get_note", false, "theirs-1");
        book(List.of(wanted, Calls.booked(caller, id(501, 0), "get_note", false, "theirs-2")));
        book(reads(5, 1_000));
        var store = store(RowSecurityContext.of(caller));
        var request = wanted.event().call().requestId();

        var byRequest = await(store.ofRequest(chain(), request, 10));
        var byClient = await(store.ofClientRequest(all(), "theirs-1", 10, CallReach.PAGE))
                .calls();

        assertThat(byRequest).extracting(StoredCall::event).containsExactly(wanted.event());
        assertThat(byClient).extracting(StoredCall::event).containsExactly(wanted.event());
    }

    @Test
    void a_call_that_ended_long_after_its_request_is_found_by_it_too() {
        var soon = Calls.read(caller, id(0, 0), "get_note");
        var request = soon.event().call().requestId();
        var nearly = Calls.ofRequest(caller, id(Duration.ofMinutes(60).toMillis() - 1, 1), request);
        var late = Calls.ofRequest(caller, id(Duration.ofHours(60).toMillis(), 2), request);
        book(List.of(soon, nearly, late));
        book(List.of(Calls.read(caller, id(Duration.ofHours(60).toMillis(), 3), "get_note")));

        var found = page(CallQuery.ofRequest(chain(), request), 10);
        var older =
                page(CallQuery.ofRequest(chain(), request).before(late.event().id()), 1);

        assertThat(found).extracting(StoredCall::event).containsExactly(late.event(), nearly.event(), soon.event());
        assertThat(older).extracting(StoredCall::event).containsExactly(nearly.event());
        assertThat(bench.count("records.call_name WHERE chain = '" + chain().id() + "'"))
                .isEqualTo(2);
    }

    @Test
    void a_late_call_does_not_widen_the_bounds_of_requests_and_is_found_from_the_installation_too() {
        var soon = Calls.read(caller, id(0, 0), "get_note");
        var request = soon.event().call().requestId();
        var late = Calls.ofRequest(caller, id(Duration.ofHours(60).toMillis(), 1), request);
        book(List.of(soon, late, Calls.read(caller, id(Duration.ofHours(60).toMillis(), 2), "get_note")));
        var between = id(Duration.ofHours(30).toMillis(), 0);

        var found = await(store(RowSecurityContext.INSTALLATION).ofRequest(request));

        assertThat(found).extracting(StoredCall::event).containsExactly(late.event(), soon.event());
        assertThat(bench.count("records.call_segment WHERE chain = '" + chain().id() + "' AND first_request <= '"
                        + between + "' AND last_request >= '" + between + "'"))
                .isZero();
    }

    @Test
    void an_attempt_half_an_hour_after_its_request_does_not_widen_the_bounds_of_requests() {
        var soon = Calls.read(caller, id(0, 0), "get_note");
        var request = soon.event().call().requestId();
        long later = Duration.ofMinutes(35).toMillis();
        var attempt = Calls.ofRequest(caller, id(later, 1), request);
        book(List.of(soon));
        book(List.of(attempt, Calls.read(caller, id(later, 2), "get_note")));
        var between = id(Duration.ofMinutes(20).toMillis(), 0);

        var found = page(CallQuery.ofRequest(chain(), request), 10);

        assertThat(found).extracting(StoredCall::event).containsExactly(attempt.event(), soon.event());
        assertThat(bench.count("records.call_segment WHERE chain = '" + chain().id() + "' AND first_request <= '"
                        + between + "' AND last_request >= '" + between + "'"))
                .isZero();
    }

    @Test
    void a_late_call_is_not_hidden_by_those_whose_client_took_the_id_of_its_request() {
        var soon = Calls.read(caller, id(0, 0), "get_note");
        var request = soon.event().call().requestId();
        long hours = Duration.ofHours(60).toMillis();
        var late = Calls.ofRequest(caller, id(hours, 0), request);
        book(List.of(soon, late));
        List<BookedCall> decoys = new ArrayList<>();
        for (int i = 1; i <= 8_000; i++) {
            decoys.add(Calls.booked(caller, id(hours + i, i), "get_note", false, request.text()));
        }
        book(decoys);

        var inWorkspace = page(CallQuery.ofRequest(chain(), request), 10);
        var onInstallation = await(store(RowSecurityContext.INSTALLATION).ofRequest(request));

        assertThat(inWorkspace).extracting(StoredCall::event).containsExactly(late.event(), soon.event());
        assertThat(onInstallation).extracting(StoredCall::event).containsExactly(late.event(), soon.event());
    }

    @Test
    void a_late_call_is_found_behind_8000_of_its_request_that_a_filter_leaves_out() {
        var request = new RequestId(id(0, 0));
        long hours = Duration.ofHours(60).toMillis();
        var wanted = Calls.ofRequest(caller, id(hours, 0), request);
        var calls = new ArrayList<>(List.of(wanted));
        for (int i = 1; i <= 8_000; i++) {
            calls.add(Calls.ofRequest(caller, id(hours + i, i), request));
        }
        book(calls);

        var found = page(
                CallQuery.ofRequest(chain(), request)
                        .where(event -> event.id().equals(wanted.event().id())),
                10);

        assertThat(found).extracting(StoredCall::event).containsExactly(wanted.event());
    }

    @Test
    void a_call_whose_client_took_an_id_of_ours_is_found_by_it_also_where_it_was_stored_as_it_was_given() {
        var given = new RequestId(id(7, 7)).text();
        var before = Calls.booked(caller, id(0, 0), "get_note", false, given);
        var after = Calls.booked(caller, id(1_000, 1), "get_note", false, given);
        book(List.of(before));
        bench.tamper("UPDATE records.call_name SET name = '" + given + "' WHERE chain = '" + chain().id() + "'");
        book(List.of(after));

        var found = await(store(RowSecurityContext.of(caller)).ofClientRequest(all(), given, 10, CallReach.PAGE))
                .calls();

        assertThat(found).extracting(StoredCall::event).containsExactly(after.event(), before.event());
    }

    @Test
    void many_newer_calls_of_a_name_hide_no_older_ones() {
        List<BookedCall> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(Calls.booked(caller, id(i, i), "get_note", false, "always"));
        }
        for (int i = 0; i < 1_100; i++) {
            calls.add(Calls.booked(caller, id(120_000 + i, i), "list_notes", false, "always"));
        }
        book(calls);
        var store = store(RowSecurityContext.of(caller));
        var gets = all().where(event -> event.call().operation().equals("get_note"));

        var older = await(store.ofClientRequest(all().before(id(120_000, 0)), "always", 30, CallReach.PAGE))
                .calls();
        var filtered = await(store.ofClientRequest(gets, "always", 30, CallReach.TABLE))
                .calls();
        var page = await(store.ofClientRequest(gets, "always", 30, CallReach.NEAR));
        var next = await(store.ofClientRequest(gets.before(page.readTo()), "always", 30, CallReach.PAGE));

        assertThat(older).hasSize(20);
        assertThat(filtered).isEqualTo(older);
        assertThat(page.calls()).isEmpty();
        assertThat(next.calls()).isEqualTo(older);
    }

    @Test
    void a_request_is_found_in_any_chain_from_the_installation_and_from_nowhere_else() {
        var calls = reads(3, 0);
        book(calls);
        var request = calls.get(1).event().call().requestId();

        var onInstallation = await(store(RowSecurityContext.INSTALLATION).ofRequest(request));
        var elsewhere = await(store(RowSecurityContext.of(bench.stranger())).ofRequest(request));

        assertThat(onInstallation)
                .extracting(StoredCall::event)
                .containsExactly(calls.get(1).event());
        assertThat(elsewhere).isEmpty();
    }
}
