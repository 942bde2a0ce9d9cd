package dev.tollgate.money.hold;

import java.util.stream.Stream;

/** The rules of accounts, each broken in the text that Redis loads. */
final class BrokenAccountRules {

    private BrokenAccountRules() {}

    static Stream<FunctionMutation> all() {
        return Stream.of(holds(), equalHolds(), time(), ends(), publishes(), keptStates())
                .flatMap(each -> each);
    }

    private static Stream<FunctionMutation> holds() {
        return Stream.of(
                new FunctionMutation(
                        "hold: what is held counts against the money", "left", "prepaid - old - new,", "prepaid,"),
                new FunctionMutation(
                        "hold: what is held counts against the cap", "left", "cap_left - old - new", "cap_left"),
                new FunctionMutation(
                        "hold: money is never exceeded", "weigh_account", "available < cost", "available + 1 < cost"),
                new FunctionMutation(
                        "hold: the cap is never exceeded", "weigh_account", "room < cost", "room + 1 < cost"),
                new FunctionMutation(
                        "hold: a pause refuses whatever is left",
                        "weigh_account",
                        "copy.enforcement == PAUSE",
                        "copy.enforcement == PAUSE and available < cost"),
                new FunctionMutation("hold: a copy of another run is lost", "hold", " or not whole_state(copy)", ""),
                new FunctionMutation("hold: a stub admits nothing", "hold", "copy.ready ~= 1", "copy.ready > 1"));
    }

    private static Stream<FunctionMutation> equalHolds() {
        return Stream.of(
                new FunctionMutation(
                        "equal holds: money is never exceeded",
                        "fitting",
                        "math.floor(available / cost)",
                        "math.ceil(available / cost)"),
                new FunctionMutation(
                        "equal holds: the cap is never exceeded",
                        "fitting",
                        "math.floor(room / cost)",
                        "math.ceil(room / cost)"),
                new FunctionMutation(
                        "equal holds: as many as there is money for", "fitting", "math.min(more, ", "math.min(0, "),
                new FunctionMutation("equal holds: a limit is never exceeded", "fitting", "free or more", "more"),
                new FunctionMutation(
                        "equal holds: each is held", "hold", "take(copy, b, admitted * cost)", "take(copy, b, cost)"),
                new FunctionMutation("equal holds: each counts against its limits", "move", "admitted - 1", "0"));
    }

    private static Stream<FunctionMutation> time() {
        return Stream.of(
                new FunctionMutation(
                        "time: figures end at their date",
                        "hold",
                        ">= copy.valid_until",
                        ">= copy.valid_until + 60000"),
                new FunctionMutation(
                        "time: a copy two months behind has passed",
                        "hold",
                        "b >= copy.end_bucket",
                        "b >= copy.end_bucket + 60"),
                new FunctionMutation(
                        "time: old holds draw the old month's included usage first",
                        "left",
                        "math.max(0, old - copy.included)",
                        "old"),
                new FunctionMutation(
                        "time: a month ends with its last bucket", "left", "b < copy.turn", "b <= copy.turn"),
                new FunctionMutation(
                        "time: a hold never lies before the newest held bucket",
                        "bucket_of",
                        "last > 0 and math.max(b, state.buckets[last]) or b",
                        "b"),
                new FunctionMutation(
                        "time: a hold never lies in a closed bucket", "bucket_of", "state.closed + 1", "state.closed"));
    }

    private static Stream<FunctionMutation> ends() {
        return Stream.of(
                new FunctionMutation(
                        "release: only of the current incarnation", "release", ".inc ~= inc or", ".inc < 0 or"),
                new FunctionMutation(
                        "release: never more than is held", "give_back", "state.held[i] >= cost", "state.held[i] > 0"),
                new FunctionMutation(
                        "prepare: a current copy stays",
                        "prepare",
                        "copy and whole_state(copy)",
                        "copy and whole_state(copy) and copy.inc >= n"),
                new FunctionMutation(
                        "prepare: a stub of this run stays",
                        "prepare",
                        "copy and whole_state(copy)",
                        "copy and whole_state(copy) and copy.ready == 1"));
    }

    private static Stream<FunctionMutation> publishes() {
        return Stream.of(
                new FunctionMutation("publish: never under a later incarnation", "publish", "or copy.inc > inc", ""),
                new FunctionMutation(
                        "publish: never over a stub of another incarnation", "publish", "copy.inc < inc", "false"),
                new FunctionMutation(
                        "publish: an older sequence changes nothing", "publish", "seq <= copy.seq", "seq < copy.seq"),
                new FunctionMutation(
                        "publish: drops what is held in closed buckets", "publish", "forget(copy, copy.closed)", ""),
                new FunctionMutation(
                        "publish: the closed bucket is dropped too",
                        "forget",
                        "state.buckets[i] <= closed",
                        "state.buckets[i] < closed"));
    }

    private static Stream<FunctionMutation> keptStates() {
        return Stream.of(
                new FunctionMutation(
                        "kept states: one that was changed elsewhere is read again",
                        "read_state",
                        "state.packed == packed",
                        "true"),
                new FunctionMutation(
                        "kept states: a new bucket leaves the one before in place",
                        "take",
                        "state.former .. struct.pack('<dd', state.buckets[last], state.held[last])",
                        "state.former"),
                new FunctionMutation("kept states: a release changes the sums", "give_back", "changed(state)", ""),
                new FunctionMutation("kept states: figures are packed again", "forget", "changed(state)", ""),
                new FunctionMutation(
                        "kept states: buckets that hold nothing are dropped",
                        "pack_former",
                        "state.held[i] ~= 0",
                        "true"));
    }
}
