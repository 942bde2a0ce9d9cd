package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.RedisKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Accounts of some tenants and budgets of each, in Redis and in the model: every byte of them is compared. */
public final class ComparedStates {

    static final int TENANTS = 2;
    static final int BUDGETS = 2;

    private static final String OTHER_RUN = "f".repeat(80);

    private record Older(byte[] packed, StateModel model) {}

    private final RawRedis redis;
    private final List<TenantId> tenants = new ArrayList<>();
    private final List<LimitsModel> limits = new ArrayList<>();

    /** The accounts, then the budgets of the first tenant, then those of the next. */
    private final List<StateModel> models = new ArrayList<>();

    private final List<String> keys = new ArrayList<>();
    private final List<byte[]> packed = new ArrayList<>();
    private final Map<Integer, Older> older = new HashMap<>();
    private final UUID budgets = UUID.randomUUID();

    ComparedStates(RawRedis redis) {
        this.redis = redis;
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            tenants.add(new TenantId(UUID.randomUUID()));
            limits.add(new LimitsModel());
            add(RedisKeys.account(tenants.get(tenant)), new CopyModel());
        }
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            for (int budget = 0; budget < BUDGETS; budget++) {
                add(RedisKeys.budget(tenants.get(tenant), budgetId(budget)), new BudgetModel());
            }
        }
    }

    private void add(String key, StateModel model) {
        keys.add(key);
        models.add(model);
        packed.add(null);
    }

    TenantId tenant(int tenant) {
        return tenants.get(tenant);
    }

    UUID budgetId(int budget) {
        return new UUID(budgets.getMostSignificantBits(), budget);
    }

    LimitsModel limits(int tenant) {
        return limits.get(tenant);
    }

    CopyModel account(int tenant) {
        return (CopyModel) models.get(tenant);
    }

    BudgetModel budget(int tenant, int budget) {
        return (BudgetModel) models.get(index(tenant, budget));
    }

    StateModel state(int tenant, int budget) {
        return models.get(index(tenant, budget));
    }

    String key(int tenant, int budget) {
        return keys.get(index(tenant, budget));
    }

    private static int index(int tenant, int budget) {
        return budget == FunctionsOperation.NO_BUDGET ? tenant : TENANTS + tenant * BUDGETS + budget;
    }

    /** The states as they were last compared; an absent one has no bytes. */
    List<byte[]> known() {
        return packed.stream().map(bytes -> bytes == null ? new byte[0] : bytes).toList();
    }

    /** Makes a state absent, one of another run, or what it was when this was last done to it. */
    void lose(int tenant, int budget, FunctionsOperation.Loss loss) {
        int index = index(tenant, budget);
        StateModel model = models.get(index);
        switch (loss) {
            case ABSENT -> {
                redis.must("DEL", keys.get(index));
                model.lose();
            }
            case OTHER_RUN -> {
                if (model.present) {
                    model.run = OTHER_RUN;
                    redis.must("SET", keys.get(index), model.packed());
                }
            }
            case OLDER -> swapForOlder(index, model);
            case MONTH_TURNS -> throw new IllegalArgumentException("a month turns for all accounts");
        }
    }

    private void swapForOlder(int index, StateModel model) {
        byte[] now = packed.get(index);
        Older before = older.get(index);
        if (before != null) {
            redis.must("SET", keys.get(index), before.packed());
            models.set(index, before.model().copy());
        }
        if (model.present) {
            older.put(index, new Older(now, model.copy()));
        }
    }

    void compare() {
        List<Object[]> commands = new ArrayList<>();
        keys.forEach(key -> commands.add(new Object[] {"GET", key}));
        List<Object> replies = redis.calls(commands);
        for (int index = 0; index < keys.size(); index++) {
            packed.set(index, (byte[]) replies.get(index));
            assertThat(packed.get(index)).isEqualTo(models.get(index).packed());
        }
    }
}
