package dev.tollgate.runtime.settings;

/** Declares {@link PostgresDeclaration}. */
public final class PostgresSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return PostgresDeclaration.class;
    }
}
