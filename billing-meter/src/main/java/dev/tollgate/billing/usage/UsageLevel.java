package dev.tollgate.billing.usage;

import org.jspecify.annotations.Nullable;

/** What usage belongs to. */
public enum UsageLevel {
    WORKSPACE,
    /** No workspace: calls on the tenant itself, such as creating a workspace. */
    TENANT;

    /** The level of a line; null where it is not grouped by workspace. */
    public static @Nullable UsageLevel of(GroupKey key, SumPage page) {
        if (!page.groups().contains(Grouping.WORKSPACE)) {
            return null;
        }
        return key.workspace() == null ? TENANT : WORKSPACE;
    }
}
