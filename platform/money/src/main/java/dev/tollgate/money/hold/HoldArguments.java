package dev.tollgate.money.hold;

import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keys and arguments of a hold as Redis is sent them. Immutable, and the same for every call of a request. */
final class HoldArguments {

    /** Added to the number of limits of a call that has a budget. */
    private static final int BUDGETED = 8;

    private final List<byte[]> keys = new ArrayList<>();
    private final byte[] cost;
    private final byte[] limits;
    private final List<byte[]> rates = new ArrayList<>();

    HoldArguments(HoldRequest request) {
        var budget = request.budget();
        keys.add(bytes(RedisKeys.account(request.tenant())));
        keys.add(bytes(RedisKeys.rate(request.tenant())));
        if (budget != null) {
            keys.add(bytes(RedisKeys.budget(request.tenant(), budget.id())));
        }
        int count = request.rates().size();
        cost = bytes(request.costMicros());
        limits = bytes(budget == null ? count : count + BUDGETED);
        for (var rate : request.rates()) {
            rates.add(bytes(rate.name()));
            rates.add(bytes(rate.perSecond()));
        }
    }

    private static byte[] bytes(Object argument) {
        return argument.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The keys in Redis that it needs. */
    int keys() {
        return keys.size();
    }

    void addKeys(Request request) {
        for (int i = 0; i < keys.size(); i++) {
            request.arg(keys.get(i));
        }
    }

    /** @param calls how many calls are weighed by it */
    void addRest(Request request, int calls) {
        request.arg(cost).arg(limits).arg(calls);
        for (int i = 0; i < rates.size(); i++) {
            request.arg(rates.get(i));
        }
    }
}
