package dev.tollgate.money.price;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link PricesDeclaration}. */
public final class PricesSection implements SettingsSection {

    @Override
    public Class<?> declaration() {
        return PricesDeclaration.class;
    }
}
