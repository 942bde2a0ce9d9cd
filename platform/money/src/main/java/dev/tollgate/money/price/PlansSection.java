package dev.tollgate.money.price;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link PlansDeclaration}. */
public final class PlansSection implements SettingsSection {

    @Override
    public Class<?> declaration() {
        return PlansDeclaration.class;
    }
}
