package dev.tollgate.money.hold;

import dev.tollgate.money.copy.RedisKeys;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keys and terms of a hold as Redis is sent them. Immutable, and the same for every call of a request. */
final class HoldArguments {

    private static final char WITHOUT_BUDGET = 'a';
    private static final char WITH_BUDGET = 'b';

    private final List<byte[]> keys = new ArrayList<>();
    private final byte[] terms;

    HoldArguments(HoldRequest request) {
        var budget = request.budget();
        keys.add(bytes(RedisKeys.account(request.tenant())));
        if (budget != null) {
            keys.add(bytes(RedisKeys.budget(request.tenant(), budget.id())));
        }
        var text = new StringBuilder();
        text.append(budget == null ? WITHOUT_BUDGET : WITH_BUDGET).append(' ').append(request.costMicros());
        for (var rate : request.rates()) {
            text.append(' ').append(rate.perSecond());
            text.append(' ').append(bytes(rate.name()).length).append(' ').append(rate.name());
        }
        terms = bytes(text.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The keys in Redis that it needs. */
    List<byte[]> keys() {
        return keys;
    }

    /**
     * Whether its credential has a budget, its cost, and of each limit the rate, the bytes of the name, and the name.
     */
    byte[] terms() {
        return terms;
    }

    void addKeys(Request request) {
        for (int i = 0; i < keys.size(); i++) {
            request.arg(keys.get(i));
        }
    }
}
