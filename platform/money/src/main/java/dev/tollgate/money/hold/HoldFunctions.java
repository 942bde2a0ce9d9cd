package dev.tollgate.money.hold;

import dev.tollgate.money.copy.RedisKeys;
import dev.tollgate.money.redis.RedisFunctions;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Objects;

/** The Redis functions that hold and release, on the connections of the others. */
final class HoldFunctions {

    private final RedisFunctions functions;

    HoldFunctions(RedisFunctions functions) {
        this.functions = functions;
    }

    /** Of one server, or of one slot: on a cluster each slot has holds of its own. */
    Future<Response> hold(List<HoldEntry> entries) {
        return functions.call(entries.getFirst().request().tenant(), () -> {
            int keys = 0;
            for (HoldEntry entry : entries) {
                keys += entry.request().arguments().keys().size();
            }
            Request request = RedisFunctions.fcall("tollgate_hold_8", keys);
            entries.forEach(entry -> entry.request().arguments().addKeys(request));
            entries.forEach(
                    entry -> request.arg(entry.request().arguments().terms()).arg(entry.calls()));
            return request;
        });
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

    /** Of holds that take from budgets, on the copies of these. */
    Future<Response> releaseBudgets(List<Release> releases) {
        return functions.call(releases.getFirst().tenant(), () -> {
            Request request = RedisFunctions.fcall("tollgate_release_budgets_3", releases.size());
            releases.forEach(one -> request.arg(RedisKeys.budget(
                    one.tenant(), Objects.requireNonNull(one.hold().budget(), "a hold with a budget"))));
            releases.forEach(one ->
                    request.arg(one.hold().inc()).arg(one.hold().bucket()).arg(one.micros()));
            return request;
        });
    }
}
