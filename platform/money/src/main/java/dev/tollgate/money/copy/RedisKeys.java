package dev.tollgate.money.copy;

import dev.tollgate.contract.caller.TenantId;
import java.util.UUID;

/** Names in Redis. All keys of a tenant carry it as hash tag, so they lie on one node. */
public final class RedisKeys {

    private RedisKeys() {}

    public static String account(TenantId tenant) {
        return '{' + tenant.text() + "}:account";
    }

    public static String budget(TenantId tenant, UUID id) {
        return '{' + tenant.text() + "}:budget:" + id;
    }
}
