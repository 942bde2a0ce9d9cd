package dev.tollgate.runtime.settings;

/** Declares {@link TestDeclaration}. */
public final class TestSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return TestDeclaration.class;
    }
}
