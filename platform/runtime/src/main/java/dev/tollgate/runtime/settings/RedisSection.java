package dev.tollgate.runtime.settings;

/** Declares {@link RedisDeclaration}. */
public final class RedisSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return RedisDeclaration.class;
    }
}
