package dev.tollgate.billing.payment;

import dev.tollgate.runtime.settings.SettingsSection;

/** Declares {@link StripeDeclaration}. */
public final class StripeSection implements SettingsSection {

    @Override
    public Class<?> declaration() {
        return StripeDeclaration.class;
    }
}
