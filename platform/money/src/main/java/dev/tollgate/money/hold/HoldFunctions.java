package dev.tollgate.money.hold;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;

/** The Redis functions that hold and release, on the connections of the others. */
final class HoldFunctions {

    /** Added to the number of limits of a call that has a budget. */
    private static final int BUDGETED = 8;

    private final RedisFunctions functions;

    HoldFunctions(RedisFunctions functions) {
        this.functions = functions;
    }

    /** Of one server, or of one slot: on a cluster each slot has holds of its own. */
    Future<Response> hold(List<HoldEntry> entries) {
        return functions.call(entries.getFirst().request().tenant(), () -> {
            Request request = RedisFunctions.fcall(
                    "tollgate_hold_4",
                    entries.stream().mapToInt(one -> one.request().keys()).sum());
            entries.forEach(one -> keys(request, one.request()));
            entries.forEach(one -> arguments(request, one));
            return request;
        });
    }

    private static void keys(Request request, HoldRequest one) {
        request.arg(RedisKeys.account(one.tenant())).arg(RedisKeys.rate(one.tenant()));
        if (one.budget() != null) {
            request.arg(RedisKeys.budget(one.tenant(), one.budget().id()));
        }
    }

    private static void arguments(Request request, HoldEntry entry) {
        HoldRequest one = entry.request();
        int limits = one.rates().size();
        request.arg(one.costMicros())
                .arg(one.budget() == null ? limits : limits + BUDGETED)
                .arg(entry.calls());
        one.rates().forEach(rate -> request.arg(rate.name()).arg(rate.perSecond()));
    }

    /** The same of releases. */
    Future<Response> release(List<Release> releases) {
        return functions.call(releases.getFirst().tenant(), () -> {
            Request request = RedisFunctions.fcall("tollgate_release_2", releases.size());
            releases.forEach(one -> request.arg(RedisKeys.account(one.tenant())));
            releases.forEach(one ->
                    request.arg(one.hold().inc()).arg(one.hold().bucket()).arg(one.micros()));
            return request;
        });
    }
}
