package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;

/** Names in Redis. Both keys of a tenant carry it as hash tag, so they lie on one node. */
final class RedisKeys {

    private RedisKeys() {}

    static String account(TenantId tenant) {
        return '{' + tenant.text() + "}:account";
    }

    static String rate(TenantId tenant) {
        return '{' + tenant.text() + "}:rate";
    }
}
