package dev.tollgate.runtime.settings;

/** Declares {@link KafkaDeclaration}. */
public final class KafkaSection implements SettingsSection {
    @Override
    public Class<?> declaration() {
        return KafkaDeclaration.class;
    }
}
